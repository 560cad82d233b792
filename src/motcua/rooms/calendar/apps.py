from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "motcua.rooms.calendar"
    label = "calendar"
    verbose_name = "Lịch làm việc"
