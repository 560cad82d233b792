"""What the payment pages show: kind words for every state money can be in. Silence is never called failure."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from markupsafe import Markup

from motcua.faces.kit.formats import money
from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers.types import DossierRow
from motcua.rooms.payments import queries
from motcua.rooms.payments.queries import AttemptRow, ObligationRow
from motcua.rooms.payments.types import (
    AttemptState,
    FeeKind,
    FeeLine,
    Gateway,
    ObligationState,
    RefundState,
    Transfer,
)

ASK_AGAIN_AFTER = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Note:
    """A box of words: kind info, ok, warning or error."""

    kind: str
    title: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferPanel:
    """What to scan and what to copy."""

    picture: Markup
    rows: list[dict[str, str]]
    content: str
    test_bank: str


@dataclass(frozen=True, slots=True)
class PayPage:
    """Everything C11 shows. `stage` is choose, going-on, transfer, waiting or over."""

    obligation_id: UUID
    subject_id: UUID
    title: str
    code: str
    lines: list[dict[str, str | None]]
    total: str
    stage: str
    notes: list[Note] = field(default_factory=list)
    ways: list[tuple[str, str, str]] = field(default_factory=list)
    attempt_id: UUID | None = None
    gateway: str = ""
    transfer: TransferPanel | None = None
    receipt: bool = False
    handed_in: str = ""
    """What the dossier is called when paying is all that is left to do."""
    answer_by: datetime | None = None


def pay_page(obligation: ObligationRow, *, by: Actor) -> PayPage:
    """Read how an obligation stands and choose what the person needs now."""
    running = queries.open_attempt(obligation.id, by=by)
    waits = _waiting_dossier(obligation, by)
    stage = _stage(obligation, running)
    return PayPage(
        obligation_id=obligation.id,
        subject_id=dossiers.paid_for(obligation.subject_id, by=by),
        title=obligation.title,
        code=obligation.code,
        lines=[_line(line) for line in obligation.lines],
        total=money(obligation.total),
        stage=stage,
        notes=_notes(obligation, running, by),
        ways=_ways() if stage == "choose" else [],
        attempt_id=running.id if running else None,
        gateway=running.gateway if running else "",
        transfer=_transfer(running) if running and stage == "transfer" else None,
        receipt=_has_receipt(obligation, by),
        handed_in=waits.reference if waits else "",
        answer_by=dossiers.answer_if_paid(waits, at=clock.now()) if waits else None,
    )


def _waiting_dossier(obligation: ObligationRow, by: Actor) -> DossierRow | None:
    """The dossier that was handed in and waits for nothing but this money."""
    if not obligation.is_open:
        return None
    try:
        row = dossiers.find(obligation.subject_id, by=by)
    except Refused:
        return None  # a fee of something that is no dossier
    return row if row.unpaid else None


@dataclass(frozen=True, slots=True)
class OutcomePage:
    """What the person sees on coming back: a title, words, and where to go next."""

    note: Note
    open: bool
    paid: bool
    attempt_id: UUID
    obligation_id: UUID
    subject_id: UUID
    total: str


def outcome_page(attempt: AttemptRow, *, by: Actor) -> OutcomePage:
    return OutcomePage(
        note=_outcome_note(attempt),
        open=attempt.is_open,
        paid=attempt.state == AttemptState.PAID,
        attempt_id=attempt.id,
        obligation_id=attempt.obligation_id,
        subject_id=dossiers.paid_for(attempt.obligation.subject_id, by=by),
        total=money(attempt.amount),
    )


def may_be_asked(attempt: AttemptRow, at: datetime) -> bool:
    """A gateway is not asked about the same attempt every second."""
    return attempt.checked_at is None or at - attempt.checked_at >= ASK_AGAIN_AFTER


def _stage(obligation: ObligationRow, running: AttemptRow | None) -> str:
    if not obligation.is_open:
        return "over"
    if running is None:
        return "choose"
    if running.state == AttemptState.UNKNOWN:
        return "waiting"
    return "transfer" if running.gateway == Gateway.VIETQR else "going-on"


def made_of(line: FeeLine) -> str:
    """How the amount of a line comes about, where it is more than a price: copies, an exemption."""
    full, found = line.full_amount or line.amount or 0, []
    if line.quantity > 1:
        unit = line.unit.removeprefix("đồng/") or _("times")
        found.append(f"{line.quantity} {unit} × {money(full // line.quantity)}")
    if line.relief:
        found.append(_("%(relief)s, instead of %(full)s") % {"relief": line.relief, "full": money(full)})
    return "; ".join(found)


def _line(line: FeeLine) -> dict[str, str | None]:
    kinds = {
        FeeKind.PHI: _("Fee (phí)"),
        FeeKind.LE_PHI: _("Charge (lệ phí)"),
        FeeKind.FINE: _("Fine"),
        FeeKind.LATE_CHARGE: _("Late charge"),
        FeeKind.TAX: _("Tax"),
        FeeKind.CONTRIBUTION: _("Contribution"),
        FeeKind.SERVICE: _("Service"),
    }
    made = made_of(line)
    name = f"{line.name} ({made})" if made else line.name
    return {"name": name, "kind": kinds[FeeKind(line.kind)], "amount": money(line.amount or 0), "href": None}


def _ways() -> list[tuple[str, str, str]]:
    words = {
        Gateway.VNPAY: (_("Bank card or wallet, through VNPAY"), _("The money is confirmed within a minute")),
        Gateway.VIETQR: (_("Transfer from any bank app by VietQR code"), _("Scan the code, the amount is filled in")),
    }
    return [(gateway.value, *words[gateway]) for gateway in queries.offered() if gateway in words]


def _transfer(attempt: AttemptRow) -> TransferPanel | None:
    way = queries.continuation(attempt)
    if not isinstance(way, Transfer):
        return None
    rows = [
        {"label": _("Bank"), "value": way.bank},
        {"label": _("Account number"), "value": way.account},
        {"label": _("Account holder"), "value": way.account_name},
        {"label": _("Amount"), "value": money(way.amount)},
    ]
    svg = queries.picture(way, title=_("VietQR code: %(amount)s") % {"amount": money(way.amount)})
    return TransferPanel(Markup(svg), rows, way.content, _test_bank(way))  # noqa: S704 (drawn by us from digits and plain letters)


def _test_bank(way: Transfer) -> str:
    """In the demonstration nobody has a banking app: the address of the sandbox's bank with the code filled in."""
    held = settings.MOTCUA
    if not held.demo or not held.bank_statement_url:
        return ""
    bank = urlsplit(held.bank_statement_url)
    return f"{bank.scheme}://{bank.netloc}/?{urlencode({'qr': way.payload})}"


def _has_receipt(obligation: ObligationRow, by: Actor) -> bool:
    if obligation.state != ObligationState.PAID:
        return False
    found = queries.receipt(obligation.id, by=by)
    return found is not None and found.document_id is not None


def _notes(obligation: ObligationRow, running: AttemptRow | None, by: Actor) -> list[Note]:
    notes = [_state_note(obligation)] if not obligation.is_open else []
    for parked in queries.parked_on(obligation.id, by=by):
        wanted = {"came": money(parked.amount), "due": money(obligation.total)}
        notes.append(
            Note(
                "warning",
                _("%(came)s arrived, but %(due)s was due") % wanted,
                (_("The money is safe. An officer settles it and tells the result. Paying again is not needed now."),),
            )
        )
    notes += [_refund_note(case.amount, case.state) for case in queries.refunds(obligation.id, by=by)]
    if obligation.is_open:
        notes += _try_notes(obligation, running, by)
    return notes


def _state_note(obligation: ObligationRow) -> Note:
    match obligation.state:
        case ObligationState.PAID:
            return Note(
                "ok", _("Paid: %(total)s") % {"total": money(obligation.total)}, (_("Nothing more is to be paid."),)
            )
        case ObligationState.WAIVED:
            return Note("ok", _("This fee was waived"), (_("Nothing is to be paid."),))
        case _:
            return Note("info", _("This no longer has to be paid"), (_("Money that still arrives is sent back."),))


def _refund_note(amount: int, state: str) -> Note:
    if state == RefundState.REFUNDED:
        return Note("ok", _("%(amount)s was sent back") % {"amount": money(amount)})
    return Note(
        "info",
        _("%(amount)s is being sent back") % {"amount": money(amount)},
        (_("It goes to the account or card it came from. Nothing needs to be done."),),
    )


def _try_notes(obligation: ObligationRow, running: AttemptRow | None, by: Actor) -> list[Note]:
    if running is not None:
        return [_outcome_note(running)] if running.state == AttemptState.UNKNOWN else []
    last = queries.attempts(obligation.id, by=by).first()
    return [_outcome_note(last)] if last is not None else []


def _outcome_note(attempt: AttemptRow) -> Note:
    """One attempt in words. What nobody knows is waiting, not failed."""
    match attempt.state:
        case AttemptState.PAID:
            return Note(
                "ok", _("Paid: %(total)s") % {"total": money(attempt.amount)}, (_("The dossier goes on by itself."),)
            )
        case AttemptState.REFUNDING | AttemptState.REFUNDED:
            return _refund_note(
                attempt.amount, RefundState.REFUNDED if attempt.state == "refunded" else RefundState.OPEN
            )
        case AttemptState.FAILED:
            return Note(
                "warning",
                _failed_title(attempt),
                (_("No money was taken. The dossier is kept. Try again or pay another way."),),
            )
        case AttemptState.EXPIRED:
            return Note(
                "info",
                _("The earlier try is over, no money arrived"),
                (_("If money was sent after all, it counts here or is sent back."),),
            )
        case _:
            return Note(
                "warning" if attempt.state == AttemptState.UNKNOWN else "info",
                _("Waiting for the bank to confirm"),
                (
                    _("Do not pay again: it could be taken twice. This usually takes a few minutes."),
                    _("The dossier is kept. A message follows as soon as it is known."),
                ),
            )


def _paid_note(amount: int, more: str) -> Note:
    return Note("ok", _("Paid: %(total)s") % {"total": money(amount)}, (more,))


def _failed_title(attempt: AttemptRow) -> str:
    reasons = {
        "24": _("The payment was cancelled at the gateway"),
        "51": _("There was not enough money in the account"),
        "13": _("The one-time code was wrong"),
        "65": _("The account has reached its limit for today"),
        "75": _("The bank is under maintenance"),
        "11": _("Time ran out at the gateway"),
    }
    return reasons.get(attempt.outcome_code.partition("/")[0], _("The payment did not go through"))
