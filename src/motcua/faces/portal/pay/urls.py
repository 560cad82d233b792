"""Paying, and what gateways and banks tell us."""

from django.urls import path

from motcua.faces.portal.account.representing import in_whose_name as mine
from motcua.faces.portal.pay import callbacks, views

app_name = "pay"
urlpatterns = [
    path("thanh-toan/<uuid:obligation_id>", mine(views.pay), name="obligation"),
    path("thanh-toan/<uuid:obligation_id>/lan-tra", mine(views.start), name="start"),
    path("thanh-toan/<uuid:obligation_id>/bien-lai", mine(views.receipt), name="receipt"),
    path("thanh-toan/<uuid:attempt_id>/ket-qua", mine(views.outcome), name="outcome"),
    path("thanh-toan/<uuid:attempt_id>/hoi-lai", mine(views.ask), name="ask"),
    path("thanh-toan/<uuid:attempt_id>/bo", mine(views.abandon), name="abandon"),
    path("doi-tac/vnpay/ipn", callbacks.vnpay_ipn, name="vnpay-ipn"),
    path("doi-tac/ngan-hang/bao-co", callbacks.credit_advice, name="credit-advice"),
]
