"""Addresses for operators and for machines that watch."""

from django.urls import path

from motcua.faces.console import health, views

app_name = "console"
urlpatterns = [
    path("song", health.live, name="live"),
    path("san-sang", health.ready, name="ready"),
    path("van-hanh/", views.overview, name="overview"),
    path("van-hanh/giao-lai/<uuid:delivery_id>", views.redelivery, name="redelivery"),
]
