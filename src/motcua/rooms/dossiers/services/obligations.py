"""Money asked for in the middle of handling: the notice stops the clock, payment or waiver lets it run on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.acts import act
from motcua.kernel.errors import Refused, refuse_all, why_not
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.catalogue import queries as catalogue
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import DocumentKind, DocumentState
from motcua.rooms.dossiers.events import FinanceChanged, PaymentNoticed
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.rules.grounds import careless
from motcua.rooms.dossiers.rules.owing import noticed
from motcua.rooms.dossiers.rules.states import may_become, words
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services import slips
from motcua.rooms.dossiers.services.clockwork import resume
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, kept, refuse_for_group
from motcua.rooms.dossiers.services.pausing import stand_still
from motcua.rooms.dossiers.services.standing import acting
from motcua.rooms.dossiers.services.steps import refuse_unless_at_work
from motcua.rooms.dossiers.types import Done, FinanceState, FurtherLine, Status
from motcua.rooms.forms import logic
from motcua.rooms.forms import queries as forms
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.types import Due, FeeLine

OBLIGATION = "financial_obligation"


@act("dossiers.raise_obligation", law="pause/financial-obligation")
def raise_obligation(
    dossier_id: UUID,
    amounts: Mapping[str, int],
    *,
    further: Sequence[FurtherLine] = (),
    ground: str = OBLIGATION,
    reason: str,
    by: Actor,
    at: datetime,
) -> Done:
    """Tell the applicant what has to be paid now, on what ground of law; the clock stands still until it is.

    `reason` names the notice: its number, its day. `amounts` names fees of the procedure that are due on notice (what
    its table fixes counts, whatever is typed); `further` are lines of another law, such as a tax.
    Refused: act.out-of-reach, dossier.not-possible-now, task.not-yours, task.held-by-another, dossier.ground-unknown,
    dossier.reason-missing, notice.line-unknown, notice.amount-missing, obligation.nothing-to-pay, group.ask-the-member
    """
    dossier = held(dossier_id, by=by, to="dossiers.raise_obligation")
    refuse_for_group(dossier)
    if not may_become(dossier.status, Status.AWAITING_PAYMENT):
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    known = notice_lines(dossier, by=by)
    wrong = why_not(lambda: noticed(known, amounts, further))
    line = "further_name" if wrong and wrong.code == "notice.line-unknown" else "amounts"
    refuse_all({line: wrong} | careless("pause", ground, reason))
    stand_still(dossier, ground, plain(reason), by=by, at=at)
    refuse_unless_at_work(dossier, by)
    lines = noticed(known, amounts, further)
    earlier = sum(one.occasion.startswith(Due.ON_NOTICE) for one in payments_read.obligations(dossier.id, by=by))
    obligation = payments.owe(
        dossier.id,
        lines,
        agency_id=dossier.agency_id,
        owner_id=dossier.owner_id,
        title=dossier.procedure_name,
        code=dossier.reference,
        payer_name=dossier.applicant_name,
        occasion=f"{Due.ON_NOTICE}-{earlier + 1}",
        by=by,
        at=at,
    )
    dossier.finance_state = FinanceState.OWED
    kept(dossier)
    announce(FinanceChanged, dossier, by=by, at=at, state=str(FinanceState.OWED))
    letter = slips.draw_payment_notice(dossier, lines, ground=ground, reason=plain(reason), by=by, at=at)
    announce(
        PaymentNoticed, dossier, by=by, at=at, obligation_id=obligation.id, amount=obligation.total,
        ground=plain(reason), document_id=letter.id,
    )  # fmt: skip
    return Done(dossier.id, dossier.status, letter.id)


@act("dossiers.take_back_obligation", law="payment/obligation")
def take_back_obligation(dossier_id: UUID, reason: str, *, by: Actor, at: datetime) -> Done:
    """Take a wrong notice back: nothing is owed by it, and the clock runs on.

    Refused: act.out-of-reach, dossier.not-possible-now, dossier.reason-missing, obligation.not-open
    """
    dossier = held(dossier_id, by=by, to="dossiers.take_back_obligation")
    owed = payments_read.owed_on_notice(dossier.id, by=by)
    if dossier.status != Status.AWAITING_PAYMENT or owed is None:
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    if not plain(reason):
        raise Refused("dossier.reason-missing")
    payments.cancel(owed.id, by=by, at=at)
    _void_notice(dossier, plain(reason), by=by, at=at)
    return resume(dossier_id, by=by, at=at)


@act("dossiers.settle_obligation", law="pause/financial-obligation")
def settle_obligation(dossier_id: UUID, *, by: Actor, at: datetime) -> bool:
    """Let a dossier run on whose notice was paid, waived or cancelled; true when it was waiting for that.

    Refused: act.out-of-reach
    """
    dossier = held(dossier_id, by=by, to="dossiers.settle_obligation")
    if dossier.status != Status.AWAITING_PAYMENT or payments_read.owed_on_notice(dossier.id, by=by):
        return False
    resume(dossier_id, by=by, at=at)
    return True


def _void_notice(dossier: Dossier, reason: str, *, by: Actor, at: datetime) -> None:
    """Whoever verifies the notice is told that nothing is owed by it."""
    found = [one for one in documents_read.documents(dossier.id, by=by) if one.kind == DocumentKind.PAYMENT_NOTICE]
    if not found or found[-1].state == DocumentState.REVOKED:
        return
    with acting(SYSTEM, instead_of=by, writes=True):
        documents.revoke(found[-1].id, reason=f"Thông báo được thu hồi: {reason}", by=SYSTEM, at=at)


def notice_lines(dossier: Dossier, *, by: Actor) -> list[FeeLine]:
    """The fees of the procedure that fall due once the office says how much."""
    definition = definition_of(dossier)
    answers = forms.answers(dossier.answers_id, by=by).answers
    on = clock.local(dossier.submitted_at).date()
    seen = logic.conditions_see(definition.form, answers, today=on)
    lines = catalogue.fees(definition, dossier.method, seen, on=on, case=dossier.case_key or None)
    return [line for line in lines if line.due == Due.ON_NOTICE]
