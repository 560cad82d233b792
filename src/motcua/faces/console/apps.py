from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "motcua.faces.console"
    label = "console"
    verbose_name = "console"
