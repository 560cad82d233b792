"""From «Bắt đầu» to the confirmation."""

from django.urls import path

from motcua.faces.portal.account.representing import in_whose_name as mine
from motcua.faces.portal.apply import agency, checking, confirming, disputing, pages, saving, starting
from motcua.faces.portal.apply.submitted import leads_on

app_name = "apply"
urlpatterns = [
    path("nop-ho-so/moi/<str:code>", starting.start, name="start"),
    path("nop-ho-so/<uuid:draft_id>", mine(leads_on(starting.resume)), name="resume"),
    path("nop-ho-so/<uuid:draft_id>/xoa", mine(starting.discard), name="discard"),
    path("nop-ho-so/<uuid:draft_id>/trang/<slug:key>", mine(leads_on(pages.page)), name="page"),
    path("nop-ho-so/<uuid:draft_id>/luu", mine(saving.save), name="save"),
    path("nop-ho-so/<uuid:draft_id>/tep", mine(saving.upload), name="upload"),
    path("nop-ho-so/<uuid:draft_id>/bao-sai/<slug:field>", mine(leads_on(disputing.dispute)), name="dispute"),
    path("nop-ho-so/<uuid:draft_id>/noi-giai-quyet", mine(leads_on(agency.choose)), name="agency"),
    path("nop-ho-so/<uuid:draft_id>/kiem-tra", mine(leads_on(checking.check)), name="check"),
    path("nop-ho-so/<uuid:dossier_id>/xac-nhan", mine(confirming.confirmation), name="confirmation"),
    path("nop-ho-so/<uuid:dossier_id>/bien-nhan.pdf", mine(confirming.receipt), name="receipt"),
]
