"""The adapters of the gateways, configured by the installation's settings."""

from collections.abc import Callable

from django.conf import settings

from motcua.kernel.errors import Refused
from motcua.rooms.payments.gateways.bank import FeeBank
from motcua.rooms.payments.gateways.vietqr import Account
from motcua.rooms.payments.gateways.vnpay import Vnpay
from motcua.rooms.payments.ports import Bank, RedirectGateway
from motcua.rooms.payments.types import Gateway


def _vnpay() -> RedirectGateway:
    held = settings.MOTCUA
    return Vnpay(held.vnpay_url, held.vnpay_api_url, held.vnpay_tmn_code, held.vnpay_hash_secret)


_redirects: dict[str, Callable[[], RedirectGateway]] = {Gateway.VNPAY: _vnpay}


def redirect_gateway(code: str) -> RedirectGateway:
    """The gateway behind a code. Refused: attempt.unknown-gateway"""
    make = _redirects.get(code)
    if make is None:
        raise Refused("attempt.unknown-gateway")
    return make()


def bank() -> Bank:
    held = settings.MOTCUA
    return FeeBank(held.vietqr_account, held.bank_advice_secret, held.bank_statement_url)


def account() -> Account:
    """The fee account of a VietQR transfer."""
    held = settings.MOTCUA
    return Account(held.vietqr_bank_bin, held.vietqr_account, held.vietqr_account_name)


def offered() -> list[Gateway]:
    """The ways to pay that this installation has the contracts for."""
    held = settings.MOTCUA
    ways = []
    if held.vnpay_url and held.vnpay_hash_secret:
        ways.append(Gateway.VNPAY)
    if held.vietqr_account and held.bank_advice_secret:
        ways.append(Gateway.VIETQR)
    return ways
