from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LedgerConfig(AppConfig):
    name = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Of every app: the kinds of long work, links on figures' pages, and what is asked of figures.
        autodiscover_modules("jobs", "offers", "guards")
