"""An attempt in the words of the outside: for its gateway, and for the person who goes on with it."""

from django.conf import settings

from motcua.rooms.payments import gateways
from motcua.rooms.payments.banks import bank_name
from motcua.rooms.payments.gateways import vietqr
from motcua.rooms.payments.models import Attempt
from motcua.rooms.payments.ports import Order
from motcua.rooms.payments.types import Gateway, Redirect, Transfer

CALLBACKS = {Gateway.VNPAY: "/doi-tac/vnpay/ipn"}


def order_of(attempt: Attempt, *, client_ip: str = "", return_url: str = "") -> Order:
    """An attempt in the words of the gateway port. Nothing personal goes into the description."""
    callback = CALLBACKS.get(Gateway(attempt.gateway), "")
    return Order(
        reference=attempt.reference,
        amount=attempt.amount,
        description=f"Nop phi le phi {attempt.reference}",
        created_at=attempt.created_at,
        expires_at=attempt.expires_at,
        client_ip=client_ip or "127.0.0.1",
        return_url=return_url,
        callback_url=settings.MOTCUA.public_url + callback,
    )


def continuation(attempt: Attempt) -> Redirect | Transfer:
    """What the person needs to go on with an open attempt."""
    if attempt.gateway != Gateway.VIETQR:
        return Redirect(attempt.id, attempt.reference, attempt.address, attempt.expires_at)
    account = gateways.account()
    return Transfer(
        attempt_id=attempt.id,
        reference=attempt.reference,
        bank_bin=account.bank_bin,
        bank=bank_name(account.bank_bin),
        account=account.number,
        account_name=account.holder,
        amount=attempt.amount,
        content=attempt.reference,
        payload=vietqr.payload(account, amount=attempt.amount, content=attempt.reference),
        expires_at=attempt.expires_at,
    )
