from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "motcua.rooms.identity"
    label = "identity"
    verbose_name = "Định danh"
