"""What gateways and banks tell our server: the only truth about money. Signed, or not believed."""

import logging

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from motcua.faces.kit.powers import power
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM
from motcua.rooms.payments import queries, services
from motcua.rooms.payments.types import Gateway

LONGEST_ADVICE = 16 * 1024
log = logging.getLogger(__name__)


@csrf_exempt
@require_GET
@power("public")
def vnpay_ipn(request: HttpRequest) -> JsonResponse:
    """The IPN of VNPAY. Always JSON with 200: VNPAY reads the code inside and comes again unless it is 00 or 02."""
    try:
        heard = queries.read_callback(Gateway.VNPAY, request.META.get("QUERY_STRING", ""))
        reception = services.record_callback(heard, by=SYSTEM, at=clock.now())
    except Refused as no:
        log.warning("a callback of VNPAY was refused: %s", no.code)
        return _answer(queries.callback_refusal(Gateway.VNPAY, no.code))
    except Exception:
        log.exception("a callback of VNPAY could not be taken in; VNPAY will come again")
        return _answer(queries.callback_refusal(Gateway.VNPAY))
    return _answer(queries.callback_answer(Gateway.VNPAY, reception))


@csrf_exempt
@require_POST
@power("public")
def credit_advice(request: HttpRequest) -> JsonResponse:
    """A credit advice of the bank: 2xx means it is kept, whatever it turned out to be."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_ADVICE:
        return _answer({"code": "callback.malformed"}, 413)
    try:
        credit = queries.read_credit_advice(
            request.body,
            timestamp=request.headers.get("X-Bank-Timestamp", ""),
            nonce=request.headers.get("X-Bank-Nonce", ""),
            signature=request.headers.get("X-Bank-Signature", ""),
        )
    except Refused as no:
        log.warning("a credit advice was refused: %s", no.code)
        return _answer({"code": no.code}, no.http_status)
    return _answer({"received": services.record_credit(credit, by=SYSTEM, at=clock.now())})


def _answer(told: dict[str, object], status: int = 200) -> JsonResponse:
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})
