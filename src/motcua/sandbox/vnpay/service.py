"""The gateway's addresses: payment page, API of querydr and refund, and the switches of the sandbox.

GET  /paymentv2/vpcpay.html?vnp_…       the payment page; POST /paymentv2/pay `reference, bank, outcome`
POST /merchant_webapi/api/transaction   querydr, refund (JSON, signed)
GET  /                                  what was ordered; JSON /_sandbox/orders, /_sandbox/orders/<reference>
POST /_sandbox/settle `reference, outcome=success|failed`   ends a payment the bank had left open
POST /_sandbox/ipn `reference`          tells the merchant again
"""

import argparse
import hmac
import os
import time
from dataclasses import asdict
from uuid import uuid4

from motcua.sandbox.vnpay import pages, protocol
from motcua.sandbox.vnpay.calls import Caller
from motcua.sandbox.vnpay.orders import Book, Order
from motcua.sandbox.web import Behaviour, Rejected, Reply, Request, Service, json_reply, redirect

IPN_MODES = (
    "drop-ipn", "delay-ipn", "duplicate-ipn", "reorder-ipn", "wrong-amount", "forged-ipn", "unknown-reference",
)  # fmt: skip
PENDING = "pending"
API_MODES = ("outage", "lost-answer", "forged-answer")
# outcome of the page → (state, response code, transaction status)
OUTCOMES = {
    "success": ("paid", "00", "00"),
    "cancel": ("failed", "24", "02"),
    "insufficient": ("failed", "51", "02"),
    "wrong-otp": ("failed", "13", "02"),
    "pending": ("pending", "07", "07"),
}


class Switch(Behaviour):
    """Modes of several kinds: a call uses up only the kind it is about."""

    def take_of(self, modes: tuple[str, ...]) -> str:
        return self.take() if self._mode in modes else "normal"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ipn-url", required=True, help="the merchant's IPN address")
    parser.add_argument("--terminal", default="MOTCUA01")
    parser.add_argument("--secret", default=os.environ.get("SANDBOX_VNPAY_SECRET", "sandbox-secret"))
    parser.add_argument("--retry-seconds", type=float, default=300.0, help="between two IPNs; VNPAY waits five minutes")


def build(options: argparse.Namespace) -> Service:
    service = Service("vnpay", "Cổng thanh toán")
    book = Book(options.data / "orders.sqlite")
    caller = Caller(
        book, url=options.ipn_url, secret=options.secret, terminal=options.terminal, retry_seconds=options.retry_seconds
    )
    Gateway(book, caller, Switch(service, *IPN_MODES, PENDING, *API_MODES)).connect(service)
    return service


class Gateway:
    """Translates between HTTP and the book of orders."""

    def __init__(self, book: Book, caller: Caller, switch: Switch) -> None:
        self.book, self.caller, self.switch = book, caller, switch
        self.secret, self.terminal = caller.secret, caller.terminal

    def connect(self, service: Service) -> None:
        service.add("GET", "/paymentv2/vpcpay.html", self.show)
        service.add("POST", "/paymentv2/pay", self.pay)
        service.add("POST", "/merchant_webapi/api/transaction", self.api)
        service.add("GET", "/", lambda _request: pages.overview(self.book.all()))
        service.add("GET", "/_sandbox/orders", lambda _request: json_reply([asdict(o) for o in self.book.all()]))
        service.add("GET", "/_sandbox/orders/<reference>", self.tell_order)
        service.add("GET", "/_sandbox/refunds", lambda _request: json_reply(self.book.refunds()))
        service.add("POST", "/_sandbox/settle", self.settle)
        service.add("POST", "/_sandbox/ipn", self.tell_again)

    def show(self, request: Request) -> Reply:
        try:
            fields = protocol.read_payment(self.secret, self.terminal, request.raw_query)
        except protocol.Fault as fault:
            return pages.fault(fault)
        order = self.book.open(fields)
        if order.amount != int(fields["vnp_Amount"]):
            return pages.fault(protocol.Fault("01", "Mã tham chiếu đã dùng cho một giao dịch khác"))
        return pages.payment(order) if order.waiting else pages.over(order, self.caller.return_address(order))

    def pay(self, request: Request) -> Reply:
        order = self._order(request.form.get("reference", ""))
        outcome = request.form.get("outcome", "")
        if outcome not in OUTCOMES:
            raise Rejected(422, f"outcome is one of {', '.join(OUTCOMES)}")
        if not order.waiting:
            return pages.over(order, self.caller.return_address(order))
        if self.switch.take_of((PENDING,)) == PENDING and outcome == "success":
            outcome = PENDING
        closed = self._close(order, outcome, request.form.get("bank", "NCB")[:20])
        self.caller.tell(closed, self.switch.take_of(IPN_MODES))
        return redirect(self.caller.return_address(closed))

    def settle(self, request: Request) -> Reply:
        order = self._order(request.fields.get("reference", ""))
        outcome = "success" if request.fields.get("outcome") == "success" else "insufficient"
        if order.state != "pending":
            raise Rejected(409, "The order is not pending")
        closed = self._close(order, outcome, order.bank)
        self.caller.tell(closed, self.switch.take_of(IPN_MODES))
        return json_reply(asdict(closed))

    def tell_again(self, request: Request) -> Reply:
        order = self._order(request.fields.get("reference", ""))
        self.caller.tell(order, self.switch.take_of(IPN_MODES))
        return json_reply({"told": True})

    def tell_order(self, request: Request) -> Reply:
        order = self._order(request.params["reference"])
        return json_reply({**asdict(order), "calls": self.book.calls(order.reference)})

    def api(self, request: Request) -> Reply:
        asked = {str(k): str(v) for k, v in request.json.items()} if isinstance(request.json, dict) else {}
        mode = self.switch.take_of(API_MODES)
        if mode == "outage":
            raise Rejected(503, "Service Unavailable")
        command = asked.get("vnp_Command")
        if command not in {"querydr", "refund"}:
            return json_reply({"vnp_ResponseCode": "03", "vnp_Message": "Invalid command"})
        refund = command == "refund"
        answer = {"vnp_ResponseId": uuid4().hex, "vnp_Command": command, "vnp_TmnCode": self.terminal}
        names = protocol.REFUND if refund else protocol.QUERY
        expected = protocol.sign_joined(self.secret, names, asked)
        if not hmac.compare_digest(expected.encode(), asked.get("vnp_SecureHash", "").lower().encode()):
            answer |= {"vnp_ResponseCode": "97", "vnp_Message": "Invalid checksum"}
        else:
            answer |= self._refund(asked) if refund else self._query(asked)
        if mode == "lost-answer":  # it was done, but nobody will hear of it
            time.sleep(0.2)
            raise Rejected(504, "Gateway Timeout")
        secret = "another" if mode == "forged-answer" else self.secret
        joined = protocol.REFUND_ANSWER if refund else protocol.QUERY_ANSWER
        return json_reply({**answer, "vnp_SecureHash": protocol.sign_joined(secret, joined, answer)})

    def _query(self, asked: dict[str, str]) -> dict[str, str]:
        order = self.book.find(asked.get("vnp_TxnRef", ""))
        if order is None or order.created != asked.get("vnp_TransactionDate"):
            return {"vnp_ResponseCode": "91", "vnp_Message": "Order not found"}
        told = self._told(order)
        if order.waiting and order.expires and protocol.stamp(protocol.now()) > order.expires:
            told |= {"vnp_TransactionStatus": "02"}
        if order.refunded:
            told |= {"vnp_TransactionType": "02" if order.refunded == order.amount else "03"}
        return {**told, "vnp_ResponseCode": "00", "vnp_Message": "QueryDR Success"}

    def _refund(self, asked: dict[str, str]) -> dict[str, str]:
        order = self.book.find(asked.get("vnp_TxnRef", ""))
        if order is None or not asked.get("vnp_Amount", "").isdigit():
            return {"vnp_ResponseCode": "91", "vnp_Message": "Order not found"}
        code = self.book.refund(order, asked.get("vnp_RequestId", ""), int(asked["vnp_Amount"]))
        told = self._told(order) | {"vnp_Amount": asked["vnp_Amount"], "vnp_TransactionStatus": "05"}
        told |= {"vnp_TransactionType": asked.get("vnp_TransactionType", "")}
        return {**told, "vnp_ResponseCode": code, "vnp_Message": "Refund success" if code == "00" else "Refused"}

    def _told(self, order: Order) -> dict[str, str]:
        return {
            "vnp_TxnRef": order.reference,
            "vnp_Amount": str(order.amount),
            "vnp_BankCode": order.bank,
            "vnp_PayDate": order.paid,
            "vnp_TransactionNo": order.number,
            "vnp_TransactionType": "01",
            "vnp_TransactionStatus": order.status,
            "vnp_OrderInfo": order.info,
        }

    def _close(self, order: Order, outcome: str, bank: str) -> Order:
        state, code, status = OUTCOMES[outcome]
        paid = protocol.stamp(protocol.now())
        return self.book.close(order, state=state, code=code, status=status, bank=bank, paid=paid)

    def _order(self, reference: str) -> Order:
        order = self.book.find(reference)
        if order is None:
            raise Rejected(404, "No such order")
        return order
