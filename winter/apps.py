from django.apps import AppConfig


class WinterConfig(AppConfig):
    name = "winter"
    default_auto_field = "django.db.models.BigAutoField"
