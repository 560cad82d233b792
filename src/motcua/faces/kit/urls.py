"""Addresses of the kit itself."""

from django.urls import path

from motcua.faces.kit import language, showcase

urlpatterns = [
    path("ngon-ngu", language.choose, name="language"),
    path("con-day", language.still_here, name="still-here"),
    path("_ui/", showcase.index, name="ui"),
    path("_ui/<str:name>", showcase.part, name="ui-part"),
    path("_ui/loi/<int:status>", showcase.trouble, name="ui-trouble"),
]
