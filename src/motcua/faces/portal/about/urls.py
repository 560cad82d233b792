"""C29: help, accessibility, privacy, offline."""

from django.urls import path

from motcua.faces.portal.about import views

app_name = "about"
urlpatterns = [
    path("tro-giup", views.help_page, name="help"),
    path("tiep-can", views.accessibility, name="accessibility"),
    path("quyen-rieng-tu", views.privacy, name="privacy"),
    path("mat-mang", views.offline, name="offline"),
]
