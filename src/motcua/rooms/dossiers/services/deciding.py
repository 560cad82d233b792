"""What a decision says and how it is printed; used by the acts that draft, approve and number one."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.agencies import queries as agencies
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import RESULT_REFUSAL, DocumentKind, DocumentRef, TemplateRef
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.applicant import applicant
from motcua.rooms.dossiers.rules.drafting import faults_of_result, normalised
from motcua.rooms.dossiers.rules.grounds import grounds
from motcua.rooms.dossiers.services import letters, papers, signers
from motcua.rooms.dossiers.types import ResultKind
from motcua.rooms.forms import queries as forms

USUAL_GROUND = "conditions_not_met"
ANSWER_IN_NUMBER = re.compile(r"\{(?!yy\}|number\})(\w+)\}")


def checked(definition: Definition, values: Mapping[str, Any], kind: ResultKind, *, at: datetime) -> dict[str, Any]:
    if kind == ResultKind.REFUSED:
        values = {**values, "ground": values.get("ground") or USUAL_GROUND}
        if values["ground"] not in grounds("result_refusal"):
            raise Refused("dossier.ground-unknown")
        if not str(values.get("reason") or "").strip():
            raise Refused("dossier.reason-missing")
        return {name: str(values.get(name) or "").strip() for name in ("ground", "reason", "guidance")}
    fields = definition.procedure.result.fields
    plain = normalised(fields, values)
    faults = faults_of_result(fields, plain, today=clock.local(at).date())
    if faults:
        raise Refused("result.incomplete", faults=faults, count=len(faults))
    return plain


def drawn(
    dossier: Dossier,
    definition: Definition,
    plain: dict[str, Any],
    kind: str,
    before: tuple[UUID, str] | None,
    *,
    answers: Mapping[str, Any] | None = None,
    replaces: UUID | None = None,
    by: Actor,
    at: datetime,
) -> DocumentRef:
    """Draw the document up, or give the same draft new values; a change of kind begins a new document.

    `answers` are the dossier's own unless a correction prints some of them otherwise.
    """
    declared = forms.answers(dossier.answers_id, by=by).answers
    answers = declared if answers is None else answers
    granted = kind == ResultKind.GRANTED
    values = (papers.result if granted else papers.result_refusal)(dossier, definition, answers, plain)
    name = applicant(definition.form, answers, fallback_name=dossier.applicant_name).name
    if name != applicant(definition.form, declared, fallback_name=dossier.applicant_name).name:
        values["applicant"] = values["applicant"] | {"name": name}
    if not granted:
        values["refund"] = letters.paid_words(dossier, by=by)
    if before is not None and before[1] == kind:
        return documents.redraw(before[0], values, by=by, at=at)
    return documents.draw_up(
        TemplateRef.content(definition.package.result_template, definition.key, str(definition.number))
        if granted
        else RESULT_REFUSAL,
        values,
        subject_id=dossier.id,
        agency_id=dossier.agency_id,
        owner_id=dossier.owner_id,
        kind=DocumentKind.RESULT if granted else DocumentKind.RESULT_REFUSAL,
        title=definition.procedure.result.name.vi if granted else "",
        holder=dossier.applicant_name,
        draft=True,
        replaces=replaces,
        by=by,
        at=at,
    )


def book_of(definition: Definition, kind: str) -> tuple[str, str]:
    if kind == ResultKind.REFUSED:
        return "notice", f"TB-{definition.procedure.result.symbol.split('-')[0]}"
    return definition.procedure.result.book, definition.procedure.result.symbol


def printed_number(definition: Definition, kind: str, values: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """How the paper writes its own number, as far as that is known before it has one."""
    form = definition.procedure.result.printed_number
    if form is None or kind != ResultKind.GRANTED:
        return ""
    typed = str(values.get("reference_number") or "").strip()
    return typed or ANSWER_IN_NUMBER.sub(lambda found: str(answers.get(found[1]) or ""), form)


def office_of(dossier: Dossier, by: Actor) -> tuple[str, str]:
    """Title and line of authority of who signs (NĐ 30/2020, Art. 13), by what is kept of his title."""
    return signers.block(by, agencies.agency(dossier.agency_id))


def take_over(dossier: Dossier, document_id: UUID, *, by: Actor, at: datetime) -> None:
    """Let whoever stands in for the approver, or the approver who is back, answer for the document in his own name."""
    title, prefix = office_of(dossier, by)
    documents.take_approval_over(document_id, signer_title=title, authority_prefix=prefix, by=by, at=at)
