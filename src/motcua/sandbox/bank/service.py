"""The bank's addresses.

GET  /?qr=…                 a banking app: paste or follow a VietQR code, or type account, amount, content
POST /transfers             `account, amount, content`: transfers and advises the office
GET  /statement?date=…      every credit of a day, JSON, signed in X-Bank-Signature over «..» + body
GET  /_sandbox/credits      what arrived and how each advice was answered
POST /_sandbox/advice       `transaction`: advises again
"""

import argparse
import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

from motcua.sandbox.bank import pages, vietqr
from motcua.sandbox.bank.advices import Adviser, sign
from motcua.sandbox.bank.book import Book, Credit
from motcua.sandbox.web import Behaviour, Rejected, Reply, Request, Service, json_reply

MODES = ("drop-advice", "delay-advice", "duplicate-advice", "forged-advice", "stale-advice")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CONTENT_LIMIT = 210


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--advice-url", required=True, help="where credit advices are posted")
    parser.add_argument("--account", default="0123456789", help="the fee account")
    parser.add_argument("--holder", default="KHO BAC NHA NUOC")
    parser.add_argument("--secret", default=os.environ.get("SANDBOX_BANK_SECRET", "sandbox-secret"))
    parser.add_argument("--retry-seconds", type=float, default=60.0, help="between two advices")


def build(options: argparse.Namespace) -> Service:
    service = Service("bank", "Ngân hàng")
    book = Book(options.data / "credits.sqlite")
    adviser = Adviser(book, url=options.advice_url, secret=options.secret, retry_seconds=options.retry_seconds)
    Bank(book, adviser, Behaviour(service, *MODES), options.account, options.holder).connect(service)
    return service


class Bank:
    """Translates between HTTP and the bank's book."""

    def __init__(self, book: Book, adviser: Adviser, behaviour: Behaviour, account: str, holder: str) -> None:
        self.book, self.adviser, self.behaviour = book, adviser, behaviour
        self.account, self.holder = account, holder

    def connect(self, service: Service) -> None:
        service.add("GET", "/", self.start)
        service.add("POST", "/transfers", self.transfer)
        service.add("GET", "/statement", self.statement)
        service.add("GET", "/_sandbox/credits", self.tell)
        service.add("POST", "/_sandbox/advice", self.advise_again)

    def start(self, request: Request) -> Reply:
        payload = request.query.get("qr", "")
        if not payload:
            return pages.start(self.account, self.book.credits()[-20:])
        try:
            asked = vietqr.read(payload)
        except vietqr.Unreadable as fault:
            return pages.start(self.account, self.book.credits()[-20:], typed=payload, fault=str(fault))
        return pages.confirm(asked, self.holder if asked.account == self.account else "")

    def transfer(self, request: Request) -> Reply:
        fields = request.fields
        account, amount = fields.get("account", ""), fields.get("amount", "").replace(".", "")
        content = fields.get("content", "")[:CONTENT_LIMIT]
        if account != self.account or not amount.isdigit() or not 0 < int(amount) < 10**12:
            raise Rejected(422, "Account or amount is wrong")
        credit = self.book.credit(account, int(amount), content, now().isoformat(timespec="seconds"))
        self.adviser.advise(credit, self.behaviour.take())
        if "json" in request.headers.get("content-type", ""):
            return json_reply(credit.told(), 201)
        return pages.done(credit)

    def statement(self, request: Request) -> Reply:
        day = request.query.get("date", "")
        told = {"date": day, "account": self.account, "credits": [c.told() for c in self.book.credits(day)]}
        body = json.dumps(told, ensure_ascii=False).encode()
        signature = sign(self.adviser.secret, "", "", body)
        return Reply(body, content_type="application/json", headers=[("X-Bank-Signature", signature)])

    def tell(self, _request: Request) -> Reply:
        return json_reply([{**c.told(), "advices": self.book.advices(c)} for c in self.book.credits()])

    def advise_again(self, request: Request) -> Reply:
        credit: Credit | None = self.book.find(request.fields.get("transaction", ""))
        if credit is None:
            raise Rejected(404, "No such credit")
        self.adviser.advise(credit, self.behaviour.take())
        return json_reply({"advised": True})


def now() -> datetime:
    """The clock of the demonstration: held still when the product's is."""
    held = os.environ.get("MOTCUA_NOW", "")
    if not held:
        return datetime.now(ZONE)
    instant = datetime.fromisoformat(held)
    return instant.astimezone(ZONE) if instant.tzinfo else instant.replace(tzinfo=ZONE)
