"""One's own dossiers, signed in."""

from django.urls import path

from motcua.faces.portal.follow import amending, answering, own, rating

app_name = "follow"
urlpatterns = [
    path("ho-so", own.dossiers, name="dossiers"),
    path("ho-so/<uuid:dossier_id>", own.dossier, name="dossier"),
    path("ho-so/<uuid:dossier_id>/ket-qua.pdf", own.result, name="result"),
    path("ho-so/<uuid:dossier_id>/van-ban/<uuid:document_id>.pdf", own.document, name="document"),
    path("ho-so/<uuid:dossier_id>/rut", own.withdrawal, name="withdrawal"),
    path("ho-so/<uuid:dossier_id>/ket-qua-sai", own.wrong_result, name="wrong-result"),
    path("ho-so/<uuid:dossier_id>/sua", amending.amendment, name="amendment"),
    path("ho-so/<uuid:dossier_id>/bo-sung", answering.supplement, name="supplement"),
    path("danh-gia/<uuid:dossier_id>", rating.rate, name="rate"),
    path("thong-bao", own.messages, name="messages"),
]
