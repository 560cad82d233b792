"""One dossier's life as a generator: it yields when it wants to be woken next, and does one act each time."""

import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from motcua.kernel import tenancy
from motcua.kernel.errors import Refused
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.calendar.queries import calendar_for
from motcua.rooms.calendar.rules import add_working_hours, working_hours_between
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import FileLimits, Verdict
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.types import Receipt, ResultField, ResultKind, SupplementItem
from motcua.rooms.feedback import services as feedback
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.types import Credit, Transfer
from motcua.rooms.process import queries as process
from motcua.rooms.process.types import TaskView

PAID, WITHDRAWN, REFUSED, SUPPLEMENTED, REJECTED, RATED = 0.95, 0.015, 0.02, 0.06, 0.04, 0.5
LATE, ASKS_WHY = 0.07, 0.5
START = datetime(1970, 1, 1, tzinfo=UTC)
TYPED = {"country_en": "Japan"}
GRADES = (5,) * 11 + (4,) * 6 + (3,) * 2 + (2, 1)

Life = Generator[datetime, datetime, None]


@dataclass
class Staff:
    """The officers of one agency, by role and unit; `elsewhere` those of every staffed agency, for linked dossiers."""

    agency_id: UUID
    officers: list[Actor]
    elsewhere: dict[UUID, "Staff"] = field(default_factory=dict)

    def one(self, role: str, unit_id: UUID | None, rng: random.Random) -> Actor | None:
        fitting = [o for o in self.officers if o.holds(role, unit_id)]
        return rng.choice(fitting) if fitting else None


@dataclass
class Wish:
    """What one person wants: a procedure, with answers that stand every check."""

    procedure: str
    answers: dict[str, Any]
    person: Actor
    agency_id: UUID
    papers: tuple[str, ...] = ()


def dossier(wishes: Sequence[Wish], staff: Staff, rng: random.Random) -> Life:
    """File, pay, be received, be handled, receive, grade: with the accidents of real life.

    Not everybody may have everything (a pension is for the old): the first wish that can be handed in is.
    """
    at = yield START  # woken for the first time at the instant of filing
    found = next((filed for wish in wishes if (filed := _filed(wish, rng, at))), None)
    if found is None:
        return
    wish, receipt = found
    if receipt.obligation_id and receipt.amount:
        at = yield at + timedelta(minutes=30)
        if rng.random() > PAID:
            return
        _pay(receipt.obligation_id, receipt.amount, wish.person, at)
    if rng.random() < WITHDRAWN:
        at = yield at + timedelta(hours=rng.randint(1, 30))
        services.withdraw(receipt.dossier_id, reason="Không còn nhu cầu", by=wish.person, at=at)
        return
    at = yield _later(at, rng.uniform(0.3, 7.0), staff)
    clerk = staff.one("reception_officer", None, rng)
    if clerk is None:
        return
    yield from _reception(receipt.dossier_id, clerk, wish, staff, rng, at)


def awaited(wishes: Sequence[Wish], staff: Staff, rng: random.Random, *, done: bool) -> Life:
    """A dossier somebody may sign in for: taken in and left waiting for its date, or finished in time and not graded."""
    at = begun = yield START
    found = next((filed for wish in wishes if (filed := _filed(wish, rng, at))), None)
    clerk = staff.one("reception_officer", None, rng)
    if found is None or clerk is None:
        return
    wish, receipt = found
    if receipt.obligation_id and receipt.amount:
        at = yield at + timedelta(minutes=30)
        _pay(receipt.obligation_id, receipt.amount, wish.person, at)
    at = yield taken_in_at(begun, staff)
    services.accept(receipt.dossier_id, by=clerk, at=at)
    if done:
        yield from _handling(receipt.dossier_id, wish, staff, rng, at, chosen=0.5)


def taken_in_at(begun: datetime, staff: Staff) -> datetime:
    """When what was handed in then is taken in: an opening hour later."""
    return _later(begun + timedelta(minutes=40), 1.0, staff)


def _filed(wish: Wish, rng: random.Random, at: datetime) -> tuple[Wish, Receipt] | None:
    draft = services.start_draft(wish.procedure, agency_id=wish.agency_id, answers=wish.answers, by=wish.person, at=at)
    if wish.papers:
        services.save_draft(
            draft, {field: [_paper(field, draft, wish.person, at)] for field in wish.papers}, by=wish.person, at=at
        )
    try:
        return wish, services.submit(draft, by=wish.person, at=at + timedelta(minutes=rng.randint(4, 25)))
    except Refused:
        services.discard(draft, by=wish.person, at=at)
        return None


def _reception(dossier_id: UUID, clerk: Actor, wish: Wish, staff: Staff, rng: random.Random, at: datetime) -> Life:
    chance = rng.random()
    if chance < REFUSED:
        services.refuse(dossier_id, "not_competent", "Hồ sơ thuộc nơi giải quyết khác.", by=clerk, at=at)
        return
    if chance < REFUSED + SUPPLEMENTED:
        asked = _supplement(dossier_id, clerk, wish, at)
        if not asked or rng.random() < 0.2:
            return
        at = yield at + timedelta(hours=rng.randint(3, 90))
        _mend(dossier_id, wish.person, at)
        at = yield _later(at, rng.uniform(0.5, 6), staff)
    services.accept(dossier_id, by=clerk, at=at)
    yield from _parts(dossier_id, wish, staff, rng, at)
    yield from _handling(dossier_id, wish, staff, rng, at)


def _supplement(dossier_id: UUID, clerk: Actor, wish: Wish, at: datetime) -> bool:
    filled = [key for key, value in wish.answers.items() if value not in (None, "", [], {})]
    field = next((key for key in ("applicant_phone", "purpose") if key in filled), filled[0])
    item = SupplementItem(field=field, words="Ghi rõ hơn để đối chiếu với dữ liệu đang có.")
    services.request_supplement(dossier_id, [item], reason="Cần làm rõ trước khi tiếp nhận.", by=clerk, at=at)
    with tenancy.scope(wish.person):
        held = queries.dossier(dossier_id, by=wish.person, at=at)
    return held.open_supplement is not None


def _mend(dossier_id: UUID, person: Actor, at: datetime) -> None:
    """Answer what was asked: the invented answers are right, and he says so."""
    with tenancy.scope(person):
        held = queries.dossier(dossier_id, by=person, at=at).open_supplement
    services.answer_supplement(dossier_id, confirmed=held.fields if held else frozenset(), by=person, at=at)


def _parts(dossier_id: UUID, wish: Wish, staff: Staff, rng: random.Random, at: datetime) -> Life:
    """Each agency of a linked dossier does its part, in the order in which they can begin."""
    with tenancy.scope(SYSTEM):
        if not queries.find(dossier_id, by=SYSTEM).leads:
            return
    worked: set[UUID] = set()
    while True:
        at = yield at + timedelta(minutes=rng.randint(5, 40))  # the group moves on by itself meanwhile
        with tenancy.scope(SYSTEM):
            found = queries.group(dossier_id, by=SYSTEM, at=at)
        waiting = [m for m in found.members if m.dossier_id and m.dossier_id not in worked] if found else []
        part = next((m for m in waiting if m.agency_id in staff.elsewhere), None)
        if part is None or part.dossier_id is None:
            return
        worked.add(part.dossier_id)
        yield from _handling(part.dossier_id, wish, staff.elsewhere[part.agency_id], rng, at)
        with tenancy.scope(SYSTEM):
            at = max(at, queries.find(part.dossier_id, by=SYSTEM).completed_at or at)


def _handling(
    dossier_id: UUID, wish: Wish, staff: Staff, rng: random.Random, at: datetime, *, chosen: float | None = None
) -> Life:
    """Do every step, at a chosen pace or at one life brings; who is served at a chosen pace has not graded yet."""
    pace = chosen or (rng.uniform(1.15, 1.9) if rng.random() < LATE else rng.uniform(0.25, 0.95))
    accepted, approver = at, None
    for _ in range(30):
        task = _next_task(dossier_id, staff)
        if task is None:
            break
        span = (
            working_hours_between(max(task.opened_at, accepted), task.due_at, calendar_for(staff.agency_id, at))
            if task.due_at
            else 4.0
        )
        at = yield _later(at, max(0.2, span * pace * rng.uniform(0.6, 1.1)), staff)
        if pace > 1 and rng.random() < ASKS_WHY:
            at = yield from _why(dossier_id, wish, staff, rng, at)
        officer = approver if task.does == "sign" and approver else staff.one(task.role, task.unit_id, rng)
        if officer is None:
            return
        approver = officer if task.does == "approve" else approver  # who approved signs
        _do(dossier_id, task, officer, rng, at)
    if chosen is None and rng.random() < RATED:
        at = yield at + timedelta(hours=rng.uniform(1, 70))
        with tenancy.scope(wish.person):
            done = queries.find(dossier_id, by=wish.person).completed_at is not None
        if done:
            feedback.rate(dossier_id, grade=rng.choice(GRADES), by=wish.person, at=at)


def _why(
    dossier_id: UUID, wish: Wish, staff: Staff, rng: random.Random, at: datetime
) -> Generator[datetime, datetime, datetime]:
    """Who waits past the date promised may ask why, once. Most are answered in time, some late, some not at all."""
    try:
        feedback.complain(dossier_id, by=wish.person, at=at)
    except Refused:
        return at
    officer = staff.one("unit_head", None, rng) or staff.one("case_officer", None, rng)
    if officer is not None and rng.random() > 0.15:
        at = yield _later(at, rng.uniform(2, 32), staff)
        feedback.answer_complaint(dossier_id, "Đang chờ xác minh, sẽ xong trong tuần.", by=officer, at=at)
    return at


def _next_task(dossier_id: UUID, staff: Staff) -> TaskView | None:
    with tenancy.scope(Actor(id=SYSTEM.id, kind=SYSTEM.kind, agency_id=staff.agency_id)):
        return next((t for t in process.open_tasks([dossier_id]) if t.does != "deliver"), None)


def _do(dossier_id: UUID, task: TaskView, officer: Actor, rng: random.Random, at: datetime) -> None:
    match task.does:
        case "appraise" | "draft_result" | "consult" | "work":
            _appraise(dossier_id, task, officer, rng, at)
        case "approve":
            services.approve(dossier_id, task_id=task.id, by=officer, at=at)
        case "number":
            services.number(dossier_id, by=officer, at=at)
        case "sign":
            services.sign_and_issue(dossier_id, by=officer, at=at)


def _appraise(dossier_id: UUID, task: TaskView, officer: Actor, rng: random.Random, at: datetime) -> None:
    with tenancy.scope(officer):
        drafted = queries.result_draft(dossier_id, by=officer)
        fields = queries.result_fields(dossier_id, by=officer) if drafted is None else []
    if drafted is None and task.does in {"appraise", "draft_result"}:
        values = {f.key: _filled_in(f, rng) for f in fields}
        if rng.random() < REJECTED:
            refusal = {"ground": "conditions_not_met", "reason": "Dữ liệu đối chiếu chưa khớp với điều đã khai."}
            services.draft_result(dossier_id, refusal, kind=ResultKind.REFUSED, by=officer, at=at)
        else:
            services.draft_result(dossier_id, values, by=officer, at=at)
    services.complete_step(task.id, note="", by=officer, at=at)


def _filled_in(field: ResultField, rng: random.Random) -> Any:
    """What the procedure proposes; where it proposes nothing, what an officer would type."""
    if field.required and field.kind == "personal_id" and not field.value:
        return f"0793{rng.randrange(10**8):08d}"
    if field.value not in (None, "", []) or not field.required or field.kind not in {"text", "textarea"}:
        return field.value
    return TYPED.get(field.key, "Theo hồ sơ đã nộp")


def _pay(obligation_id: UUID, amount: int, person: Actor, at: datetime) -> None:
    began = payments.start_attempt(obligation_id, "vietqr", return_url="", client_ip="127.0.0.1", by=person, at=at)
    if isinstance(began, Transfer):
        credit = Credit("vietqr", f"DEMO{obligation_id.hex[-12:]}", amount, began.content, at + timedelta(seconds=20))
        payments.record_credit(credit, by=SYSTEM, at=at + timedelta(seconds=25))


def _later(at: datetime, hours: float, staff: Staff) -> datetime:
    """That many working hours on, at the agency's own hours."""
    return add_working_hours(at, hours, calendar_for(staff.agency_id, at))


def _paper(field: str, draft: UUID, person: Actor, at: datetime) -> str:
    """Hand in an invented scan. The inspector's verdict on these very bytes is asked for once."""
    content, verdict = _scan()
    stored = documents.take_in(
        content, f"{field.replace('_', '-')}.jpg", owner_id=person.person_id, purpose=f"draft:{draft}", by=person, at=at
    )
    documents.record_inspection(stored.id, verdict, by=SYSTEM, at=at)
    return str(stored.id)


@cache
def _scan() -> tuple[bytes, Verdict]:
    page = Image.new("RGB", (1000, 1400), "#fbfaf6")
    pen = ImageDraw.Draw(page)
    pen.text((90, 80), "BAN SAO GIA DINH - CHI DE TRINH DIEN", fill="#1d2a44")
    for line in range(24):
        pen.line((90, 180 + line * 46, 910 - (line * 37) % 260, 180 + line * 46), fill="#8a93a6", width=3)
    pen.rectangle((620, 1180, 900, 1320), outline="#a4161a", width=4)
    out = BytesIO()
    page.save(out, "JPEG", quality=70)
    content = out.getvalue()
    return content, documents.judge(content, FileLimits())
