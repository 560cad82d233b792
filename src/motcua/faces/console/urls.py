"""Addresses for operators and for machines that watch."""

from django.urls import path

from motcua.faces.console import aims, health, views
from motcua.faces.console.calendar import views as calendar

app_name = "console"
urlpatterns = [
    path("song", health.live, name="live"),
    path("san-sang", health.ready, name="ready"),
    path("van-hanh/", views.overview, name="overview"),
    path("van-hanh/giao-lai/<uuid:delivery_id>", views.redelivery, name="redelivery"),
    path("quan-tri/muc-tieu", aims.page, name="aims"),
    path("quan-tri/lich-lam-viec", calendar.year, name="calendar"),
    path("quan-tri/lich-lam-viec/cong-bo", calendar.declaring, name="declaring"),
    path("quan-tri/lich-lam-viec/gio-lam-viec", calendar.week, name="week"),
    path("quan-tri/lich-lam-viec/bai-bo/<uuid:declaration_id>", calendar.taking_back, name="taking-back"),
]
