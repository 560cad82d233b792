"""Official forms of one dossier: the set its day of acceptance chose, numbered from the slip's book, signed where due."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from motcua.kernel import clock
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import PAYMENT_NOTICE, DocumentKind, DocumentRef, OfficialForm
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.services import letters
from motcua.rooms.dossiers.services.holding import definition_of
from motcua.rooms.dossiers.services.signers import signer
from motcua.rooms.forms import queries as forms
from motcua.rooms.payments.types import FeeLine

# What each slip is called in its number: Số 05/HDHS-UBND. The reception slip is numbered by the dossier's own code.
SYMBOLS = {
    DocumentKind.SUPPLEMENT_REQUEST: "HDHS",
    DocumentKind.REFUSAL_SLIP: "TCTN",
    DocumentKind.APOLOGY: "XLGH",
    DocumentKind.STOP_NOTICE: "TB",
    DocumentKind.PAYMENT_NOTICE: "TB",
}
# Notices of the agency share one book with its reasoned refusals, so that no number is given twice.
BOOKS = {DocumentKind.STOP_NOTICE: "notice", DocumentKind.PAYMENT_NOTICE: "notice"}
# No circular has a form for these; the office writes a plain notice.
PLAIN = {DocumentKind.PAYMENT_NOTICE: OfficialForm(PAYMENT_NOTICE, "Thông báo nộp tiền", "")}


def draw(
    dossier: Dossier,
    definition: Definition,
    kind: DocumentKind,
    values: dict[str, Any],
    *,
    signs: bool = False,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> DocumentRef:
    """Draw an official form up. `signs`: the actor signs it, digitally when he is the one who signs for the agency."""
    form = PLAIN.get(kind) or documents_read.official_form(kind, on=form_day(dossier, at))
    drawn = documents.draw_up(
        form.template,
        values,
        subject_id=dossier.id,
        agency_id=dossier.agency_id,
        owner_id=dossier.owner_id,
        kind=kind,
        title=form.title,
        holder=dossier.applicant_name,
        composed_by=SYSTEM.id if signs else None,
        book=BOOKS.get(kind, str(kind)) if kind in SYMBOLS else "",
        symbol=symbol(kind, definition) if kind in SYMBOLS else "",
        by=by,
        at=at,
        key=key,
    )
    if signs and by.holds("signing_authority"):
        signer = values["signer"]
        documents.approve(
            drawn.id, signer_title=signer["title"], authority_prefix=signer["authority_prefix"], by=by, at=at
        )
        documents.order_signature(drawn.id, by=by, at=at)
    return drawn


def draft(dossier: Dossier, kind: DocumentKind, values: dict[str, Any], *, by: Actor, at: datetime) -> DocumentRef:
    """Lay an official form ready: DỰ THẢO across its pages, no number, nothing the applicant sees."""
    form = documents_read.official_form(kind, on=form_day(dossier, at))
    return documents.draw_up(
        form.template, values, subject_id=dossier.id, agency_id=dossier.agency_id, owner_id=dossier.owner_id, kind=kind,
        title=form.title, holder=dossier.applicant_name, draft=True, by=by, at=at,
    )  # fmt: skip


def draw_stop_notice(
    dossier: Dossier, *, stage: str, ground: str, law: str = "", reason: str, by: Actor, at: datetime,
    key: str | None = None,
) -> DocumentRef:  # fmt: skip
    """Mẫu 05. The table of states lets nobody come here once a decision is being signed."""
    definition, answers = definition_of(dossier), forms.answers(dossier.answers_id, by=by).answers
    who = signer(by, agencies.agency(dossier.agency_id))
    values = letters.stop_notice(
        dossier, definition, answers, stage=stage, ground=ground, law=law, reason=reason, signer=who, by=by, at=at
    )
    signs = who is not None
    return draw(dossier, definition, DocumentKind.STOP_NOTICE, values, signs=signs, by=by, at=at, key=key)


def draw_payment_notice(
    dossier: Dossier, lines: Sequence[FeeLine], *, ground: str, reason: str, by: Actor, at: datetime
) -> DocumentRef:
    """The notice of what has to be paid in the middle of handling."""
    definition, answers = definition_of(dossier), forms.answers(dossier.answers_id, by=by).answers
    who = signer(by, agencies.agency(dossier.agency_id))
    values = letters.payment_notice(
        dossier, definition, answers, lines=lines, ground=ground, reason=reason, signer=who, at=at
    )
    return draw(dossier, definition, DocumentKind.PAYMENT_NOTICE, values, signs=who is not None, by=by, at=at)


def form_day(dossier: Dossier, at: datetime) -> date:
    """The day that chooses the set of forms: a dossier keeps the set that held when it was accepted."""
    return clock.local(dossier.accepted_at or at).date()


def symbol(kind: DocumentKind, definition: Definition) -> str:
    return f"{SYMBOLS[kind]}-{definition.procedure.result.symbol.split('-')[0]}"
