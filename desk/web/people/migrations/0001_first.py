"""Adds people, their acts and the links of units."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar[list[object]] = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("login", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=40)),
                ("role", models.CharField(max_length=10)),
                ("unit", models.CharField(blank=True, default="", max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change", models.BooleanField(default=True)),
                ("made", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ("login",),
            },
        ),
        migrations.CreateModel(
            name="Deed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40)),
                ("role", models.CharField(max_length=10)),
                ("address", models.CharField(blank=True, max_length=60)),
                ("act", models.CharField(db_index=True, max_length=40)),
                ("target", models.CharField(db_index=True, max_length=200)),
                ("given", models.JSONField(default=dict)),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("refused", models.TextField(blank=True)),
                ("ended", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="UnitLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("unit", models.CharField(db_index=True, max_length=200)),
                ("made", models.DateTimeField()),
                ("expires", models.DateTimeField()),
                ("revoked", models.DateTimeField(null=True)),
                ("by", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
    ]
