"""The mail sink and the SMS gateway keep what they get and misbehave when told to."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from motcua.sandbox.tests.running import free_port, running


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[tuple[str, int]]:
    smtp_port = free_port()
    with running("mail", tmp_path, "--smtp-port", str(smtp_port)) as address:
        yield address, smtp_port


@pytest.fixture
def sms(tmp_path: Path) -> Iterator[str]:
    with running("sms", tmp_path, "--token", "token-of-the-test") as address:
        yield address


def _send(port: int, to: str = "hoa@example.vn") -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Hồ sơ đã được tiếp nhận", "mot-cua@example.vn", to
    message.set_content("Xem hồ sơ tại http://127.0.0.1:8000/ho-so/1 <b>")
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
        server.send_message(message)


def _text(
    sms: str, reference: str = "m-1", to: str = "+84901234567", token: str = "token-of-the-test"
) -> httpx.Response:
    return httpx.post(
        f"{sms}/messages",
        json={"to": to, "text": "Hồ sơ có kết quả", "reference": reference},
        headers={"Authorization": f"Bearer {token}"},
    )


def test_a_mail_can_be_read_in_json_and_in_a_page_with_its_links(mail: tuple[str, int]) -> None:
    address, port = mail

    _send(port)

    found = httpx.get(f"{address}/_sandbox/messages", params={"to": "HOA@example.vn"}).json()
    assert found["count"] == 1
    assert found["messages"][0]["subject"] == "Hồ sơ đã được tiếp nhận"
    shown = httpx.get(f"{address}/messages/{found['messages'][0]['id']}").text
    assert '<a href="http://127.0.0.1:8000/ho-so/1"' in shown
    assert "&lt;b&gt;" in shown
    assert httpx.get(f"{address}/_sandbox/messages", params={"to": "other@example.vn"}).json()["count"] == 0


def test_mails_survive_a_restart(tmp_path: Path) -> None:
    port = free_port()
    with running("mail", tmp_path, "--smtp-port", str(port)):
        _send(port)
    with running("mail", tmp_path, "--smtp-port", str(port)) as address:
        assert httpx.get(f"{address}/_sandbox/messages").json()["count"] == 1


def test_an_unknown_mailbox_is_refused(mail: tuple[str, int]) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(mail[1], "nobody@example.vn")


@pytest.mark.parametrize(("mode", "code"), [("reject", 554), ("defer", 451)])
def test_the_mail_server_refuses_once_when_told(mail: tuple[str, int], mode: str, code: int) -> None:
    address, port = mail
    httpx.post(f"{address}/_sandbox/behaviour", data={"mode": mode, "count": 1})

    with pytest.raises(smtplib.SMTPDataError) as refusal:
        _send(port)
    _send(port)

    assert refusal.value.smtp_code == code
    assert httpx.get(f"{address}/_sandbox/messages").json()["count"] == 1


def test_the_mail_server_can_take_a_message_and_lose_it(mail: tuple[str, int]) -> None:
    address, port = mail
    httpx.post(f"{address}/_sandbox/behaviour", json={"mode": "accept-then-drop"})

    _send(port)

    assert httpx.get(f"{address}/_sandbox/messages").json()["count"] == 0


def test_an_unknown_behaviour_is_refused(mail: tuple[str, int]) -> None:
    assert httpx.post(f"{mail[0]}/_sandbox/behaviour", data={"mode": "explode"}).status_code == 422


def test_a_text_message_sent_twice_with_one_reference_arrives_once(sms: str) -> None:
    first, second = _text(sms), _text(sms)

    assert first.status_code == second.status_code == 202
    assert first.json()["id"] == second.json()["id"]
    assert httpx.get(f"{sms}/_sandbox/messages", params={"to": "0901234567"}).json()["count"] == 1


def test_the_gateway_wants_its_token_and_a_real_number(sms: str) -> None:
    assert _text(sms, token="wrong").status_code == 401
    assert _text(sms, to="12345").status_code == 422
    assert httpx.get(f"{sms}/_sandbox/messages").json()["count"] == 0


def test_the_gateway_can_be_out_of_service(sms: str) -> None:
    httpx.post(f"{sms}/_sandbox/behaviour", data={"mode": "outage", "count": 1})

    assert _text(sms).status_code == 503
    assert _text(sms).status_code == 202
