from django.apps import AppConfig
from django.urls import register_converter
from django.utils.module_loading import autodiscover_modules

from .converters import IsoDate


class ReturnsConfig(AppConfig):
    name = "returns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_converter(IsoDate, "day")  # parts of addresses, for pages and API alike
        autodiscover_modules("imports")  # of every app: the kinds of files that people upload
