from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "motcua.faces.kit"
    label = "kit"
    verbose_name = "kit"
