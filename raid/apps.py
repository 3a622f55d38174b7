from django.apps import AppConfig


class RaidConfig(AppConfig):
    name = "raid"
    default_auto_field = "django.db.models.BigAutoField"
