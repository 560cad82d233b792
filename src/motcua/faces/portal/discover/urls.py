"""Finding the thing to do."""

from django.urls import path

from motcua.faces.portal.discover import places, views

app_name = "discover"
urlpatterns = [
    path("", views.home, name="home"),
    path("tim", views.search, name="search"),
    path("thu-tuc", views.procedures, name="procedures"),
    path("thu-tuc/<str:code>", views.procedure, name="procedure"),
    path("thu-tuc/<str:code>/o-nha", views.at_home, name="at-home"),
    path("su-kien/<slug:slug>", views.life_event, name="life-event"),
    path("dia-ban/<str:province_code>/xa-phuong", places.communes, name="communes"),
]
