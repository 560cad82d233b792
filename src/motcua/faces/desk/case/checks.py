"""What was checked by machine in one case, line by line: in order, wrong, or known to nobody."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from motcua.faces.desk.case.reading import OWN_WORDS, source_name
from motcua.rooms.documents.types import FileState
from motcua.rooms.dossiers.types import DossierRow, FinanceState
from motcua.rooms.forms.types import Known, SummaryPage
from motcua.rooms.identity.types import AuthorisationView, Relation

COMPLETE, FAULTY, UNKNOWN = "complete", "faulty", "unknown"
BROKEN = frozenset({FileState.REFUSED, FileState.UNREADABLE})
IDENTITY = "e-identity"


def of(
    row: DossierRow,
    pages: Sequence[SummaryPage],
    papers: Sequence[dict[str, Any]],
    authority: AuthorisationView | None = None,
) -> list[dict[str, str]]:
    """Each check with its state; what no source could say is grey, never green."""
    known = [line.known for page in pages for line in page.rows if line.lines and line.known]
    told = sum(bool(line.lines) for page in pages for line in page.rows)
    return [_identity(known), *_authority(authority), *_registers(known, told), _fee(row), _papers(papers)]


def _identity(known: Sequence[Known]) -> dict[str, str]:
    sure = any(one.source == IDENTITY and one.verified and not one.disputed for one in known)
    words = _("confirmed by the e-identity") if sure else _("not confirmed by the e-identity")
    return {"label": _("Applicant"), "state": COMPLETE if sure else UNKNOWN, "words": words}


def _authority(held: AuthorisationView | None) -> list[dict[str, str]]:
    """That a parent or an authorised person files is his own word until somebody compared the paper."""
    if held is None:
        return []
    state = COMPLETE if held.verified else UNKNOWN
    return [{"label": _("Right to file for another"), "state": state, "words": authority_words(held)}]


def authority_words(held: AuthorisationView) -> str:
    """What stands behind it, and whether that was compared."""
    whose = _("parent of the child") if held.relation == Relation.CHILD else _("authorised")
    return f"{whose}, {_('compared')}" if held.verified else f"{whose}, {_('not compared yet')}"


def _registers(known: Sequence[Known], told: int) -> list[dict[str, str]]:
    outside = [one for one in known if one.source not in OWN_WORDS]
    wrong = sum(one.disputed or one.was is not None for one in known)
    sure = [one for one in outside if one.verified and not one.disputed]
    found = []
    if wrong:
        words = ngettext("%(n)s answer differs from it", "%(n)s answers differ from it", wrong) % {"n": wrong}
        found.append({"label": _("Register"), "state": FAULTY, "words": words})
    if sure:
        names = ", ".join(dict.fromkeys(source_name(one) for one in sure))
        words = ngettext("%(n)s answer confirmed by %(who)s", "%(n)s answers confirmed by %(who)s", len(sure))
        found.append({"label": _("Register"), "state": COMPLETE, "words": words % {"n": len(sure), "who": names}})
    typed = told - len(sure) - wrong
    if typed > 0:
        words = ngettext("%(n)s answer compared with nothing", "%(n)s answers compared with nothing", typed)
        found.append({"label": _("Typed"), "state": UNKNOWN, "words": words % {"n": typed}})
    return found


def _fee(row: DossierRow) -> dict[str, str]:
    words = {
        FinanceState.OWED: (FAULTY, _("not paid yet")),
        FinanceState.PAID: (COMPLETE, _("paid")),
        FinanceState.WAIVED: (COMPLETE, _("waived")),
        FinanceState.NOTHING: (COMPLETE, _("nothing to pay")),
        FinanceState.CANCELLED: (UNKNOWN, _("not to be paid any more")),
        FinanceState.REFUNDING: (UNKNOWN, _("being given back")),
        FinanceState.REFUNDED: (UNKNOWN, _("given back")),
    }
    state, said = words[FinanceState(row.finance_state)]
    return {"label": _("Fee"), "state": state, "words": said}


def _papers(papers: Sequence[dict[str, Any]]) -> dict[str, str]:
    label, states = _("Papers"), {one["file"].state for one in papers}
    if states & BROKEN:
        return {"label": label, "state": FAULTY, "words": _("one cannot be read")}
    if FileState.QUARANTINE in states:
        return {"label": label, "state": UNKNOWN, "words": _("still being checked")}
    if not papers:
        return {"label": label, "state": COMPLETE, "words": _("none needed beside the form")}
    words = ngettext(
        "%(n)s file, readable and free of viruses", "%(n)s files, readable and free of viruses", len(papers)
    )
    return {"label": label, "state": COMPLETE, "words": words % {"n": len(papers)}}
