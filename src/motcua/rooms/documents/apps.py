from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "motcua.rooms.documents"
    label = "documents"
    verbose_name = "Văn bản"
