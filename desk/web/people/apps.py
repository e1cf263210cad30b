"""The application, by the name that its tables bear."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "desk.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
