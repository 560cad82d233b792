"""One's own dossiers, signed in."""

from django.urls import path

from motcua.faces.portal.account.representing import in_whose_name as mine
from motcua.faces.portal.follow import amending, answering, copying, lateness, own, parting, rating, repaying

app_name = "follow"
urlpatterns = [
    path("ho-so", own.dossiers, name="dossiers"),
    path("ho-so/<uuid:dossier_id>", mine(own.dossier), name="dossier"),
    path("ho-so/<uuid:dossier_id>/ket-qua.pdf", mine(own.result), name="result"),
    path("ho-so/<uuid:dossier_id>/van-ban/<uuid:document_id>.pdf", mine(own.document), name="document"),
    path("ho-so/<uuid:dossier_id>/rut", mine(own.withdrawal), name="withdrawal"),
    path("ho-so/<uuid:dossier_id>/phan/<slug:part>/rut", mine(parting.withdrawal), name="withdraw-part"),
    path("ho-so/<uuid:dossier_id>/ket-qua-sai", mine(own.wrong_result), name="wrong-result"),
    path("ho-so/<uuid:dossier_id>/ban-sao", mine(copying.another_copy), name="copy"),
    path("ho-so/<uuid:dossier_id>/sua", mine(amending.amendment), name="amendment"),
    path("ho-so/<uuid:dossier_id>/bo-sung", mine(answering.supplement), name="supplement"),
    path("ho-so/<uuid:dossier_id>/hoan-tien/<uuid:refund_id>", mine(repaying.refund), name="refund"),
    path("ho-so/<uuid:dossier_id>/tre-hen", mine(lateness.complain), name="complain"),
    path("ho-so/<uuid:dossier_id>/tre-hen/hoi-lai", mine(lateness.reopen), name="complain-again"),
    path("danh-gia/<uuid:dossier_id>", mine(rating.rate), name="rate"),
    path("danh-gia/<uuid:dossier_id>/de-dien", mine(rating.ease), name="ease"),
    path("thong-bao", own.messages, name="messages"),
]
