"""People (人员) and the trail of what they did (操作记录)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Person(AbstractBaseUser):
    """``login`` is typed, ``name`` stands beside decisions; ``role``: one of ``roles.Role``; ``unit``: the id of the
    unit whose contact it is, "" of the office's own. ``must_change``: the password was given by somebody else."""

    login = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    role = models.CharField(max_length=10)
    unit = models.CharField(max_length=200, blank=True, default="")
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=True)
    made = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    objects = BaseUserManager()

    class Meta:
        ordering = ("login",)

    def __str__(self) -> str:
        return str(self.name)


class UnitLink(models.Model):
    """A unit's own address to its page: random, kept as its SHA-256 only; until ``expires``, unless revoked."""

    digest = models.CharField(max_length=64, unique=True)
    unit = models.CharField(max_length=200, db_index=True)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    by = models.CharField(max_length=40)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.unit} {self.made}"


class Deed(models.Model):
    """One act: who did what to what, what it was before and after. Written before the act begins, so that none is
    without a row; ``ended`` is empty where the machine stopped in the middle. Rows are never changed after."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    role = models.CharField(max_length=10)
    address = models.CharField(max_length=60, blank=True)
    act = models.CharField(max_length=40, db_index=True)
    target = models.CharField(max_length=200, db_index=True)
    given = models.JSONField(default=dict)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    refused = models.TextField(blank=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.at} {self.name} {self.act} {self.target}"
