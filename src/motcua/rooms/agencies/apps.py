from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "motcua.rooms.agencies"
    label = "agencies"
    verbose_name = "Cơ quan"
