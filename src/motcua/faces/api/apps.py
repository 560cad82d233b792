from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "motcua.faces.api"
    label = "api"
    verbose_name = "api"
