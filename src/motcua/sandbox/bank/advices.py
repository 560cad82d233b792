"""The credit advice: posted to the office's server, signed, again until it is understood."""

import hashlib
import hmac
import json
import secrets
import threading
import time
import urllib.error
import urllib.request

from motcua.sandbox.bank.book import Book, Credit

MOST_TRIES = 5
COPIES = 5
DELAY_SECONDS = 5
OLD_SECONDS = 3600


def sign(secret: str, timestamp: str, nonce: str, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{timestamp}.{nonce}.".encode() + body, hashlib.sha256).hexdigest()


class Adviser:
    def __init__(self, book: Book, *, url: str, secret: str, retry_seconds: float) -> None:
        self.book, self.url, self.secret, self.retry_seconds = book, url, secret, retry_seconds

    def advise(self, credit: Credit, mode: str = "normal") -> None:
        threading.Thread(target=self._advise, args=(credit, mode), daemon=True).start()

    def _advise(self, credit: Credit, mode: str) -> None:
        match mode:
            case "drop-advice":
                self.book.note_advice(credit, "dropped")
                return
            case "delay-advice":
                time.sleep(DELAY_SECONDS)
            case "duplicate-advice":
                copies = [threading.Thread(target=self._post, args=(credit,)) for _ in range(COPIES)]
                for copy in copies:
                    copy.start()
                for copy in copies:
                    copy.join()
                return
            case "forged-advice":
                self._post(credit, secret="not the bank's secret")
                return
            case "stale-advice":
                self._post(credit, age=OLD_SECONDS)
                return
        for _ in range(MOST_TRIES):
            if self._post(credit).startswith("2"):
                return
            time.sleep(self.retry_seconds)

    def _post(self, credit: Credit, *, secret: str | None = None, age: int = 0) -> str:
        body = json.dumps(credit.told(), ensure_ascii=False).encode()
        timestamp, nonce = str(int(time.time()) - age), secrets.token_hex(8)
        headers = {
            "Content-Type": "application/json",
            "X-Bank-Timestamp": timestamp,
            "X-Bank-Nonce": nonce,
            "X-Bank-Signature": sign(secret or self.secret, timestamp, nonce, body),
        }
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url, body, headers), timeout=30) as answer:
                told = str(answer.status)
        except urllib.error.HTTPError as fault:
            told = str(fault.code)
        except OSError as fault:
            told = type(fault).__name__
        self.book.note_advice(credit, told)
        return told
