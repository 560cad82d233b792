from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "motcua.rooms.insights"
    label = "insights"
    verbose_name = "Số liệu"
