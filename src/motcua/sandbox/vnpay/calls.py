"""The IPN: told to the merchant's server by GET, again and again until it answers 00 or 02."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from motcua.sandbox.vnpay import protocol
from motcua.sandbox.vnpay.orders import Book, Order

UNDERSTOOD = ("00", "02")
MOST_TRIES = 10
DELAY_SECONDS = 5
COPIES = 5


class Caller:
    """Sends IPNs in the background, well or badly, as the behaviour switch says."""

    def __init__(self, book: Book, *, url: str, secret: str, terminal: str, retry_seconds: float) -> None:
        self.book, self.url, self.secret, self.terminal = book, url, secret, terminal
        self.retry_seconds = retry_seconds

    def fields(self, order: Order, **changes: str) -> dict[str, str]:
        """What VNPAY says about an order, in the IPN and on the way back."""
        return {
            "vnp_TmnCode": self.terminal,
            "vnp_Amount": str(order.amount),
            "vnp_BankCode": order.bank or "VNPAY",
            "vnp_BankTranNo": f"VNP{order.number}" if order.number != "0" else "",
            "vnp_CardType": "ATM",
            "vnp_OrderInfo": order.info,
            "vnp_PayDate": order.paid,
            "vnp_ResponseCode": order.code,
            "vnp_TransactionNo": order.number,
            "vnp_TransactionStatus": order.status,
            "vnp_TxnRef": order.reference,
            **changes,
        }

    def return_address(self, order: Order) -> str:
        joint = "&" if "?" in order.return_url else "?"
        return order.return_url + joint + protocol.sign_fields(self.secret, self.fields(order))

    def tell(self, order: Order, mode: str = "normal") -> None:
        """Start telling the merchant; `mode` is one of the service's misbehaviours."""
        threading.Thread(target=self._tell, args=(order, mode), daemon=True).start()

    def _tell(self, order: Order, mode: str) -> None:
        told = self.fields(order)
        match mode:
            case "drop-ipn":
                self.book.note_call(order.reference, protocol.stamp(protocol.now()), "dropped")
                return
            case "delay-ipn":
                time.sleep(DELAY_SECONDS)
            case "duplicate-ipn":
                copies = [threading.Thread(target=self._call, args=(order, told)) for _ in range(COPIES)]
                for copy in copies:
                    copy.start()
                for copy in copies:
                    copy.join()
                return
            case "reorder-ipn":  # what was true earlier arrives later
                self._call(order, told)
                self._call(order, self.fields(order, vnp_ResponseCode="07", vnp_TransactionStatus="07"))
                self._call(order, self.fields(order, vnp_ResponseCode="24", vnp_TransactionStatus="02"))
                return
            case "wrong-amount":
                told = self.fields(order, vnp_Amount=str(order.amount // 10 * 10 + 100))
            case "forged-ipn":
                self._call(order, told, secret="not the merchant's secret")
                return
            case "unknown-reference":
                told = self.fields(order, vnp_TxnRef=f"{order.reference}X")
        self._until_understood(order, told)

    def _until_understood(self, order: Order, told: Mapping[str, str]) -> None:
        for _ in range(MOST_TRIES):
            if self._call(order, told) in UNDERSTOOD:
                return
            time.sleep(self.retry_seconds)

    def _call(self, order: Order, told: Mapping[str, str], *, secret: str | None = None) -> str:
        address = f"{self.url}?{protocol.sign_fields(secret or self.secret, told)}"
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                code = str(json.loads(answer.read()).get("RspCode", ""))
        except (OSError, ValueError, AttributeError) as fault:
            code = type(fault).__name__
        self.book.note_call(order.reference, protocol.stamp(protocol.now()), code)
        return code
