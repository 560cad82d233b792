from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "motcua.rooms.catalogue"
    label = "catalogue"
    verbose_name = "Danh mục thủ tục"
