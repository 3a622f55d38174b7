from django.apps import AppConfig


class AscareConfig(AppConfig):
    name = "ascare"
