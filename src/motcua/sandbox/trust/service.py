"""The addresses of the certification authority and the time-stamp authority."""

import argparse
import base64
import time
from binascii import Error as NotBase64
from urllib.parse import unquote

from motcua.sandbox.trust import timestamps
from motcua.sandbox.trust.authority import PROFILES, Authority, CannotIssue
from motcua.sandbox.web import Behaviour, Rejected, Reply, Request, Service, View, escape, json_reply, page

PEM = "application/x-pem-file"
DER = "application/pkix-cert"
CRL = "application/pkix-crl"


def build(options: argparse.Namespace) -> Service:
    service = Service("trust", "Chứng thư và dấu thời gian")
    behaviour = Behaviour(service, "outage", "refuse", "slow")
    authority = Authority(options.data, options.public_url)
    _connect_authority(service, authority)
    _connect_revocation(service, authority)

    @service.route("POST", "/tsa")
    def time_stamp(request: Request) -> Reply:
        mode = behaviour.take()
        if mode == "outage":
            raise Rejected(503, "The time-stamp authority is out of service")
        if mode == "slow":
            time.sleep(30)
        if mode == "refuse":
            body = timestamps.refusal("system_failure", "Told to refuse")
        elif "timestamp-query" not in request.headers.get("content-type", ""):
            raise Rejected(415, "Content-Type must be application/timestamp-query")
        else:
            body = timestamps.answer(request.body, authority.tsa, [authority.tsa, authority.issuing])
        return Reply(body, content_type="application/timestamp-reply")

    return service


def _connect_authority(service: Service, authority: Authority) -> None:
    root, issuing = authority.root, authority.issuing
    for path, body, kind in (
        ("/ca/root.pem", root.pem, PEM),
        ("/ca/root.crt", root.der, DER),
        ("/ca/issuing.pem", issuing.pem, PEM),
        ("/ca/issuing.crt", issuing.der, DER),
        ("/ca/tsa.pem", authority.tsa.pem, PEM),
    ):
        service.add("GET", path, _fixed(body, kind))
    service.add("GET", "/", lambda _request: _front_page(authority))

    @service.route("POST", "/ca/certificates")
    def certify(request: Request) -> Reply:
        profile = request.query.get("profile", "person")
        if profile not in PROFILES:
            raise Rejected(422, f"profile is one of {', '.join(PROFILES)}")
        try:
            return Reply(authority.issue(request.body, profile), 201, content_type=PEM)
        except CannotIssue as no:
            raise Rejected(422, str(no)) from no


def _connect_revocation(service: Service, authority: Authority) -> None:
    service.add("GET", "/ca/crl", lambda _request: Reply(authority.revocation_list(), content_type=CRL))
    service.add("GET", "/ca/root.crl", lambda _request: Reply(authority.revocation_list("root"), content_type=CRL))
    service.add("GET", "/_sandbox/certificates", lambda _request: json_reply(authority.issued()))

    @service.route("POST", "/ca/ocsp")
    def status(request: Request) -> Reply:
        return Reply(authority.ocsp_answer(request.body), content_type="application/ocsp-response")

    @service.route("GET", "/ca/ocsp/<query>")
    def status_by_get(request: Request) -> Reply:
        try:
            query = base64.b64decode(unquote(request.params["query"]))
        except NotBase64 as fault:
            raise Rejected(400, "Not base64") from fault
        return Reply(authority.ocsp_answer(query), content_type="application/ocsp-response")

    @service.route("POST", "/_sandbox/revoke")
    def revoke(request: Request) -> Reply:
        serial = request.fields.get("serial", "")
        if not serial.isdigit():
            raise Rejected(422, "serial is the decimal serial number")
        try:
            authority.revoke(int(serial), request.fields.get("reason", "unspecified"))
        except CannotIssue as no:
            raise Rejected(422, str(no)) from no
        return json_reply({"revoked": serial})


def _fixed(body: bytes, kind: str) -> View:
    return lambda _request: Reply(body, content_type=kind)


def _front_page(authority: Authority) -> Reply:
    rows = "".join(
        f"<tr><td>{escape(entry['subject'])}</td><td>{escape(entry['profile'])}</td>"
        f"<td>{'Đã thu hồi' if entry.get('revoked_at') else 'Còn hiệu lực'}</td></tr>"
        for entry in authority.issued()
    )
    return page(
        "Chứng thư số (thử)",
        "<h1>Chứng thư số và dấu thời gian (thử)</h1>"
        '<p><a href="/ca/root.pem">Chứng thư gốc</a> · <a href="/ca/issuing.pem">Chứng thư cấp dưới</a> · '
        '<a href="/ca/crl">Danh sách thu hồi</a></p>'
        f"<table><tr><th>Chủ thể</th><th>Loại</th><th>Tình trạng</th></tr>{rows}</table>",
    )
