"""Endings without a result: withdrawn by the applicant, stopped by the law."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from motcua.kernel.acts import act
from motcua.kernel.clock import local
from motcua.kernel.errors import Refused, refuse_all
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.dossiers.events import DossierStopped, DossierWithdrawn
from motcua.rooms.dossiers.models import Dossier, Draft, SupplementRequest
from motcua.rooms.dossiers.rules.grounds import careless, grounds, provision_faults, provision_said
from motcua.rooms.dossiers.rules.states import AT_WORK, words
from motcua.rooms.dossiers.rules.unpaid import days_on, fewest, over, patiences
from motcua.rooms.dossiers.rules.wording import plain
from motcua.rooms.dossiers.services import slips
from motcua.rooms.dossiers.services.closing import closed, held_members, member_ended, withdraw_members
from motcua.rooms.dossiers.services.holding import announce, definition_of, held, refuse_for_group
from motcua.rooms.dossiers.services.papers import bases_of
from motcua.rooms.dossiers.types import Done, FinanceState, Outcome, Status
from motcua.rooms.forms import services as forms
from motcua.rooms.payments import queries as payments
from motcua.rooms.payments.types import ObligationState

log = logging.getLogger(__name__)
BATCH = 500


@act("dossiers.withdraw", law="withdrawal/until-decision")
def withdraw(dossier_id: UUID, *, reason: str = "", by: Actor, at: datetime) -> Done:
    """Take a dossier back, at any time until its decision is being signed. What is owed is cancelled.

    Of a group every member that is not decided yet ends with it.

    Refused: act.out-of-reach, dossier.not-possible-now
    """
    dossier = held(dossier_id, by=by, to="dossiers.withdraw")
    if dossier.leads and withdraw_members(dossier, reason=reason.strip(), by=by, at=at):
        return Done(dossier.id, dossier.status)  # what was decided stays; the group ends with it
    closed(dossier, Status.WITHDRAWN, ground="applicant", reason=reason.strip(), by=by, at=at)
    announce(DossierWithdrawn, dossier, by=by, at=at, reason=reason.strip())
    return Done(dossier.id, dossier.status)


@act("dossiers.withdraw_part", law="withdrawal/until-decision")
def withdraw_part(group_id: UUID, part: str, *, reason: str = "", by: Actor, at: datetime) -> Done:
    """Take one procedure of a group back until it is decided, begun or not. What waits for it will not be done either.

    Refused: act.out-of-reach, dossier.not-possible-now
    """
    group = held(group_id, by=by, to="dossiers.withdraw_part")
    row = next((one for one in held_members(group) if one.key == part), None)
    if row is None:
        raise Refused("act.out-of-reach")
    if row.outcome or Status(group.status) not in AT_WORK:
        raise Refused("dossier.not-possible-now", status=words(group.status), state=group.status)
    if row.dossier_id is not None:
        return withdraw(row.dossier_id, reason=reason, by=by, at=at)
    member_ended(group, row, Outcome.WITHDRAWN, reason=plain(reason), by=by, at=at)
    return Done(group.id, group.status)


@act("dossiers.stop", law="stop/grounds")
def stop(
    dossier_id: UUID, ground: str, reason: str, *, provision: str = "", article: str = "", by: Actor, at: datetime
) -> Done:
    """Close a dossier without a decision, on a ground of law, and say so in writing (Mẫu 05).

    Where the ground is the law itself, `provision` is the key of the text it stands in and `article` what is added to it.

    Refused: act.out-of-reach, dossier.not-possible-now, dossier.ground-unknown, stop.provision-missing,
    stop.article-missing, dossier.reason-missing, stop.too-early, group.ask-the-member
    """
    dossier = held(dossier_id, by=by, to="dossiers.stop")
    known, bases = grounds("stop").get(ground), bases_of(definition_of(dossier))
    found = careless("stop", ground, reason)
    refuse_all({"ground": found["ground"]} | provision_faults(known, bases, provision, article) | found)
    _refuse_too_early(dossier, ground, by=by, at=at)
    stage = dossier.status
    refuse_for_group(dossier)
    law = provision_said(known, bases, provision, article) if known else ""
    closed(dossier, Status.STOPPED, ground=ground, reason=reason.strip(), by=by, at=at)
    letter = slips.draw_stop_notice(dossier, stage=stage, ground=ground, law=law, reason=reason.strip(), by=by, at=at)
    announce(DossierStopped, dossier, by=by, at=at, ground=ground, reason=reason.strip(), provision=law)
    return Done(dossier.id, dossier.status, letter.id)


def close_silent(at: datetime) -> int:
    """Close dossiers whose applicants were silent past their term; for the periodic jobs."""
    with scope(SYSTEM):
        late = SupplementRequest.objects.filter(answered_at=None, closed_at=None, due_at__lt=at)
        waiting = list(late.select_related("dossier").order_by("due_at", "id")[:BATCH])
        why = {one.dossier_id: _never_came(one) for one in waiting}
    done = 0
    for one in waiting:
        try:
            stop(one.dossier_id, "applicant_silent", why[one.dossier_id], by=SYSTEM, at=at)
        except Refused as no:
            log.warning("dossier %s was not closed: %s", one.dossier_id, no.code)
        else:
            done += 1
    return done


def _never_came(request: SupplementRequest) -> str:
    """What was asked for when, and by when it should have come."""
    fields = definition_of(request.dossier).form.by_key
    asked = [fields[item["field"]].label.vi for item in request.items if item["field"] in fields]
    days = f"yêu cầu ngày {local(request.requested_at):%d/%m/%Y}, hạn {local(request.due_at):%d/%m/%Y}"
    return f"Chưa nhận được phần bổ sung: {', '.join(asked)} ({days})."


def close_unpaid(at: datetime) -> int:
    """Close dossiers whose fee was not paid for as long as they wait for it; for the periodic jobs."""
    known = patiences()
    with scope(SYSTEM):
        owing = Dossier.objects.filter(status=Status.SUBMITTED, finance_state=FinanceState.OWED)
        owing = owing.filter(submitted_at__lt=at - timedelta(days=fewest(known)))
        found = list(owing.order_by("submitted_at", "id").values_list("id", "submitted_at")[:BATCH])
    return sum(_close_unpaid(one, days_on(local(since).date(), known), at) for one, since in found)


def _close_unpaid(dossier_id: UUID, days: int, at: datetime) -> bool:
    why = f"Đã {days} ngày mà phí, lệ phí chưa được nộp. Hồ sơ chưa được xem xét; nộp lại được bất cứ lúc nào."
    try:
        stop(dossier_id, "unpaid", why, by=SYSTEM, at=at)
    except Refused as no:  # paid this very moment, or completed lately
        log.info("dossier %s still waits for its fee: %s", dossier_id, no.code)
        return False
    return True


def remove_expired_drafts(at: datetime) -> int:
    """Remove drafts nobody touched for ninety days, with their answers; for the periodic jobs."""
    with scope(SYSTEM):
        ids = list(Draft.objects.filter(expires_at__lt=at).order_by("expires_at").values_list("id", flat=True)[:BATCH])
    return sum(_remove(draft_id, by=SYSTEM, at=at) for draft_id in ids)


@act("dossiers.remove_expired", open=True)
def _remove(draft_id: UUID, *, by: Actor, at: datetime) -> int:
    """Remove one draft whose time has passed, with its answers. The system only."""
    draft = Draft.objects.select_for_update().filter(id=draft_id, expires_at__lt=at).order_by().first()
    if draft is None or by.kind != SYSTEM.kind:
        return 0
    draft.delete()
    forms.discard_answers(draft.answers_id, by=by, at=at)
    return 1


def _refuse_too_early(dossier: Dossier, ground: str, *, by: Actor, at: datetime) -> None:
    """Before acceptance only an unpaid fee closes a dossier that was handed in, and nothing else does for that ground."""
    unpaid = dossier.status == Status.SUBMITTED and dossier.finance_state == FinanceState.OWED
    if dossier.status == Status.SUBMITTED and not (unpaid and ground == "unpaid"):
        raise Refused("dossier.not-possible-now", status=words(dossier.status), state=dossier.status)
    if ground == "unpaid" and not (unpaid and _waited(dossier, by=by, at=at)):
        raise Refused("stop.too-early")
    if ground == "applicant_silent" and not _silent(dossier, at):
        raise Refused("stop.too-early")


def _waited(dossier: Dossier, *, by: Actor, at: datetime) -> bool:
    """Tell whether the fee is owed to this moment, and was for as long as the rule gives since the applicant last acted."""
    owed = payments.obligation(dossier.id, by=by)
    answered = dossier.supplements.exclude(answered_at=None).order_by("-answered_at").first()
    since = answered.answered_at if answered and answered.answered_at else dossier.submitted_at
    return owed is not None and owed.state == ObligationState.OPEN and over(local(since), at, patiences())


def _silent(dossier: Dossier, at: datetime) -> bool:
    waiting = dossier.supplements.filter(answered_at=None, closed_at=None).order_by("id").first()
    return waiting is not None and waiting.due_at < at
