from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "motcua.rooms.forms"
    label = "forms"
    verbose_name = "Biểu mẫu"
