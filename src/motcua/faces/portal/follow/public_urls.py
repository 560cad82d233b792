"""What anybody may follow without signing in: a dossier by its pair, a document by its code or its file."""

from django.urls import path

from motcua.faces.portal.follow import tracking, verifying

app_name = "open"
urlpatterns = [
    path("tra-cuu", tracking.track, name="track"),
    path("xac-minh", verifying.verify, name="verify"),
    path("xac-minh/<str:code>", verifying.by_code, name="verify-code"),
]
