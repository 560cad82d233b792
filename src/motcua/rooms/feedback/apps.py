from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "motcua.rooms.feedback"
    label = "feedback"
    verbose_name = "Ý kiến"
