"""From «Bắt đầu» to the confirmation."""

from django.urls import path

from motcua.faces.portal.apply import agency, checking, confirming, disputing, pages, saving, starting

app_name = "apply"
urlpatterns = [
    path("nop-ho-so/moi/<str:code>", starting.start, name="start"),
    path("nop-ho-so/<uuid:draft_id>", starting.resume, name="resume"),
    path("nop-ho-so/<uuid:draft_id>/xoa", starting.discard, name="discard"),
    path("nop-ho-so/<uuid:draft_id>/trang/<slug:key>", pages.page, name="page"),
    path("nop-ho-so/<uuid:draft_id>/luu", saving.save, name="save"),
    path("nop-ho-so/<uuid:draft_id>/tep", saving.upload, name="upload"),
    path("nop-ho-so/<uuid:draft_id>/bao-sai/<slug:field>", disputing.dispute, name="dispute"),
    path("nop-ho-so/<uuid:draft_id>/noi-giai-quyet", agency.choose, name="agency"),
    path("nop-ho-so/<uuid:draft_id>/kiem-tra", checking.check, name="check"),
    path("nop-ho-so/<uuid:dossier_id>/xac-nhan", confirming.confirmation, name="confirmation"),
    path("nop-ho-so/<uuid:dossier_id>/bien-nhan.pdf", confirming.receipt, name="receipt"),
]
