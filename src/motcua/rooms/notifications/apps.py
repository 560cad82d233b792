from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "motcua.rooms.notifications"
    label = "notifications"
    verbose_name = "Thông báo"
