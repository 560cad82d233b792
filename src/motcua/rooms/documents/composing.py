"""From a document's row to what its template reads. One place says which keys every template can count on."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from motcua.kernel import crypto
from motcua.kernel.errors import Refused
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.documents.models import Approval, Document, Template
from motcua.rooms.documents.rules import number_text
from motcua.rooms.documents.types import TemplateRef
from motcua.rooms.documents.typesetting import FORMS, qr_svg

OF_THE_PAPER = ("number", "symbol", "date", "signer")
WARD_STARTS = ("phường ", "xã ", "đặc khu ", "thị trấn ")


def template_source(template: TemplateRef) -> str:
    """The text of a template. Refused: document.unknown-form"""
    if template.source:
        return template.source
    path = FORMS / template.regulation / f"{template.form_code}.v{template.version}.typ"
    if not path.resolve().is_relative_to(FORMS) or not path.is_file():
        raise Refused("document.unknown-form", form=template.form_code, regulation=template.regulation)
    return _read(path)


def kept_template(template: TemplateRef) -> Template:
    """The row that keeps this source for ever, made at its first use."""
    source = template_source(template)
    digest = hashlib.sha256(source.encode()).hexdigest()
    row = Template(
        digest=digest,
        form_code=template.form_code[:80],
        regulation=template.regulation[:60],
        version=template.version[:20],
        source=source,
    )
    Template.objects.bulk_create([row], ignore_conflicts=True)
    return row


def values_context(document_id: UUID) -> str:
    return f"documents_document.values:{document_id}"


def digest_of(values: dict[str, Any], template_digest: str) -> str:
    """A keyed digest of what a leader approves: the values and the template, without revealing either."""
    canonical = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return crypto.blind(f"{template_digest}\n{canonical}", purpose="document-values").hex()


def composed(row: Document, values: dict[str, Any], approval: Approval | None) -> dict[str, Any]:
    """Everything the template reads: the values drawn up, and what only the office knows."""
    shown = {"answers": {}, "display": {}, "result": {}, **values}
    shown["title"] = row.title
    shown["draft"] = row.draft
    shown["agency"] = agency_values(row.agency_id, values.get("agency"))
    shown["dossier"] = {"code": "", "receipt": "", **(values.get("dossier") or {})}
    if row.number is not None and row.book is not None:
        shown["number"] = number_text(row.number, "").split("/", 1)[0]
        shown["symbol"] = row.book.symbol
    else:
        shown["number"] = ""
        shown["symbol"] = values.get("symbol", "")
    shown["date"] = date_values(row.dated_on or (None if row.draft else _day(values)))
    shown["signer"] = _signer(values, approval)
    site = f"{settings.MOTCUA.public_url}/xac-minh"
    shown["verify"] = {
        "url": f"{site}/{row.verification_code}",
        "site": site.split("://", 1)[-1],
        "code": row.verification_code,
    }
    shown["qr_svg"] = qr_svg(shown["verify"]["url"])
    if "copy_of" in values:
        shown["copy"] = {part: shown[part] for part in OF_THE_PAPER}
        shown |= values["copy_of"]
    return shown


def as_printed(row: Document, values: dict[str, Any], approval: Approval | None) -> dict[str, Any]:
    """Number, day and signer as this paper prints them, for a copy of it."""
    shown = composed(row, values, approval)
    return {part: shown[part] for part in OF_THE_PAPER}


def sheet_values(values: Mapping[str, Any], *, title: str, agency_id: UUID | None, on: date) -> dict[str, Any]:
    """What a form reads that is no document of its own: no number, no signer, nothing to verify."""
    shown = {"answers": {}, "display": {}, "result": {}, "signer": {}, "number": "", "symbol": "", **values}
    shown["dossier"] = {"code": "", "receipt": "", **(values.get("dossier") or {})}
    shown |= {"title": title, "draft": False, "agency": agency_values(agency_id, None), "date": date_values(on)}
    return shown


def agency_values(agency_id: UUID | None, given: dict[str, Any] | None) -> dict[str, Any]:
    """Name, superior body and place of the agency as Nghị định 30/2020 writes them; given values win.

    An agency that serves no place of its own writes from its province, one of the whole country from Hà Nội.
    """
    found = {"name": "", "superior": "", "place": ""}
    agency = agencies.agency(agency_id) if agency_id else None
    if agency is not None:
        superior = agencies.agency(agency.parent_id) if agency.parent_id else None
        found = {
            "name": agency.name,
            "superior": superior.name if superior else "",
            "place": place_name(agency.area_name or agencies.place_name(agency.province_code)),
        }
    return found | {key: value for key, value in (given or {}).items() if value not in (None, "")}


def place_name(area_name: str) -> str:
    """The place written before the date: the commune's own name, "Thành phố Hồ Chí Minh" as it is."""
    for start in WARD_STARTS:
        if area_name.lower().startswith(start):
            rest = area_name[len(start) :]
            return area_name if rest.isdigit() else rest
    return area_name.removeprefix("Tỉnh ").removeprefix("tỉnh ") or "Hà Nội"


def date_values(day: date | None) -> dict[str, int] | None:
    return {"day": day.day, "month": day.month, "year": day.year} if day else None


def _day(values: dict[str, Any]) -> date | None:
    given = values.get("dated_on")
    return date.fromisoformat(given) if isinstance(given, str) and given else None


def _signer(values: dict[str, Any], approval: Approval | None) -> dict[str, str]:
    if approval is not None:
        return {
            "title": approval.approver_title,
            "name": approval.approver_name,
            "authority_prefix": approval.authority_prefix,
        }
    return {"title": "", "name": "", "authority_prefix": "", **(values.get("signer") or {})}


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
