"""The pages and the JSON list of received messages."""

import argparse
import re
import time

from motcua.sandbox.mail import smtp
from motcua.sandbox.mail.box import Box, Mail
from motcua.sandbox.web import Behaviour, Rejected, Reply, Request, Service, escape, json_reply, page, redirect

LINK = re.compile(r"https?://[^\s<>\"')]+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--smtp-port", type=int, required=True)


def build(options: argparse.Namespace) -> Service:
    service = Service("mail", "Hộp thư")
    box = Box(options.data)
    sink = smtp.Sink(box, Behaviour(service, *smtp.MODES))

    def start() -> None:
        service.on_stop.append(smtp.start(sink, options.host, options.smtp_port))

    service.on_start.append(start)
    service.add("GET", "/", lambda request: _list(box, request.query.get("to", "")))
    service.add("GET", "/messages/<number>", lambda request: _show(_found(box, request)))
    service.add("GET", "/messages/<number>/raw", lambda request: _raw(_found(box, request)))
    service.add("GET", "/_sandbox/messages", lambda request: _as_json(box, request))
    service.add("POST", "/_sandbox/clear", lambda _request: _clear(box))
    return service


def _found(box: Box, request: Request) -> Mail:
    number = request.params["number"]
    mail = box.get(int(number)) if number.isdigit() else None
    if mail is None:
        raise Rejected(404, "No such message")
    return mail


def _as_json(box: Box, request: Request) -> Reply:
    wanted = [mail.as_json() for mail in box.all(request.query.get("to", ""))]
    return json_reply({"count": len(wanted), "messages": wanted[:200]})


def _clear(box: Box) -> Reply:
    box.clear()
    return redirect("/")


def _list(box: Box, to: str) -> Reply:
    rows = "".join(
        f"<tr><td>{_clock(mail)}</td><td>{escape(', '.join(mail.recipients))}</td>"
        f'<td><a href="/messages/{mail.number}">{escape(mail.parsed["subject"] or "(không có tiêu đề)")}</a></td></tr>'
        for mail in box.all(to)[:200]
    )
    body = (
        f"<table><tr><th>Lúc</th><th>Người nhận</th><th>Tiêu đề</th></tr>{rows}</table>"
        if rows
        else '<p class="soft">Chưa có thư nào.</p>'
    )
    return page(
        "Hộp thư (thử)",
        '<h1>Hộp thư (thử)</h1><p class="soft">Mọi thư hệ thống gửi đi đều nằm ở đây, không đến ai khác.</p>'
        f'<form method="get" action="/"><label>Người nhận <input type="text" name="to" value="{escape(to)}"></label>'
        f'<button class="quiet">Lọc</button></form>{body}'
        '<form method="post" action="/_sandbox/clear"><p><button class="quiet">Xóa hết thư</button></p></form>',
    )


def _show(mail: Mail) -> Reply:
    parsed = mail.parsed
    text = mail.body("plain") or re.sub(r"<[^>]+>", " ", mail.body("html"))
    attached = ", ".join(str(part.get_filename()) for part in parsed.iter_attachments())
    return page(
        str(parsed["subject"] or "Thư"),
        f'<p><a href="/">Hộp thư</a></p><h1>{escape(parsed["subject"] or "(không có tiêu đề)")}</h1>'
        f'<p class="soft">Từ {escape(parsed["from"] or mail.sender)}<br>Đến {escape(", ".join(mail.recipients))}'
        f"<br>{_clock(mail)}</p><pre>{_with_links(text)}</pre>"
        + (f"<p>Tệp kèm: {escape(attached)}</p>" if attached else "")
        + f'<p><a href="/messages/{mail.number}/raw">Nguyên bản</a></p>',
    )


def _raw(mail: Mail) -> Reply:
    return Reply(mail.raw, content_type="text/plain; charset=utf-8")


def _with_links(text: str) -> str:
    """Escaped text in which addresses can be followed."""
    parts, end = [], 0
    for match in LINK.finditer(text):
        parts.append(escape(text[end : match.start()]))
        parts.append(f'<a href="{escape(match.group())}" rel="noreferrer">{escape(match.group())}</a>')
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _clock(mail: Mail) -> str:
    return time.strftime("%H:%M:%S %d/%m/%Y", time.localtime(mail.received_at))
