"""Results in public."""

from django.urls import path

from motcua.faces.portal.transparency import views

app_name = "transparency"
urlpatterns = [
    path("minh-bach", views.board, name="board"),
    path("minh-bach.csv", views.as_csv, name="csv"),
    path("minh-bach.json", views.as_json, name="json"),
]
