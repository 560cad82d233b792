"""Paying, and what gateways and banks tell us."""

from django.urls import path

from motcua.faces.portal.pay import callbacks, views

app_name = "pay"
urlpatterns = [
    path("thanh-toan/<uuid:obligation_id>", views.pay, name="obligation"),
    path("thanh-toan/<uuid:obligation_id>/lan-tra", views.start, name="start"),
    path("thanh-toan/<uuid:obligation_id>/bien-lai", views.receipt, name="receipt"),
    path("thanh-toan/<uuid:attempt_id>/ket-qua", views.outcome, name="outcome"),
    path("thanh-toan/<uuid:attempt_id>/hoi-lai", views.ask, name="ask"),
    path("thanh-toan/<uuid:attempt_id>/bo", views.abandon, name="abandon"),
    path("doi-tac/vnpay/ipn", callbacks.vnpay_ipn, name="vnpay-ipn"),
    path("doi-tac/ngan-hang/bao-co", callbacks.credit_advice, name="credit-advice"),
]
