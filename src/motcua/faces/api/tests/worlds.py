"""Two communes that must know nothing of each other: people, dossiers, papers and money, made by the real acts.

For the tests that break in. Every world carries canaries: words that must never be read outside it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client

from motcua.faces.portal.account import cookies
from motcua.kernel import clock, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import agency_id, unit_id
from motcua.rooms.calendar import services as calendar
from motcua.rooms.calendar.types import DeclarationKind, Decree, Place
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.models import Document
from motcua.rooms.documents.testing import clean_file
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import PaperInHand
from motcua.rooms.forms.testing import FILLED
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity import services as accounts
from motcua.rooms.identity.testing import signed_in
from motcua.rooms.identity.types import CardRead, IdentityClaims, OfficeGrant, PersonNamed
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.testing import SETTINGS

WORK = (
    ("reception_officer", "pvhcc"), ("case_officer", "vp"), ("unit_head", "vp"), ("records_clerk", "vt"),
    ("signing_authority", "ld"), ("cashier", "pvhcc"), ("dispatcher", "pvhcc"),
)  # fmt: skip
HOUSES = {"a": "hcm25_w26740", "b": "hcm25_w26743"}
NAMES = {"a": "Hoàng Thị Yến Oanh", "b": "Tôn Nữ Sơn Ca"}
PERSONAL_IDS = {"a": "079192555101", "b": "079193666202"}
PHONES = {"a": "0911223344", "b": "0955667788"}
Setting = dict[str, Any]


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser or with a program; `world` is the one he belongs to, if any."""

    name: str
    world: str = ""
    cookie: str = ""
    bearer: str = ""
    actor: Actor | None = None

    def client(self, *, machine: bool = False) -> Client:
        """A browser with his session, or a program with his token. Faults become answers, as in production."""
        headers = {"Authorization": f"Bearer {self.bearer}"} if machine and self.bearer else {}
        client = Client(raise_request_exception=False, headers=headers)
        if self.cookie:
            client.cookies[cookies.session_name()] = self.cookie
        return client


@dataclass
class World:
    """One commune with what is in it. `settings` say which ids belong together, the richest first."""

    key: str
    agency_id: UUID
    citizen: Visitor
    officer: Visitor
    canaries: tuple[str, ...]
    settings: list[Setting] = field(default_factory=list)

    @property
    def phone(self) -> str:
        return PHONES[self.key]


@contextmanager
def standing_clock() -> Iterator[None]:
    """The clock stands where the factories stand."""
    import os

    os.environ["MOTCUA_NOW"] = AT.isoformat()
    clock._held.cache_clear()
    try:
        yield
    finally:
        os.environ.pop("MOTCUA_NOW")
        clock._held.cache_clear()


@contextmanager
def standing(keys: str = "ab") -> Iterator[dict[str, World]]:
    """Worlds for the tests of one file, gone when it is done."""
    whole = django_settings.MOTCUA
    django_settings.MOTCUA = whole.model_copy(update=SETTINGS)
    try:
        with standing_clock(), transaction.atomic():
            yield build(keys=keys)
            transaction.set_rollback(True)
    finally:
        django_settings.MOTCUA = whole


def build(*, keys: str = "ab") -> dict[str, World]:
    """Every world, and the catalogue both share."""
    testing.world()
    return {key: _world(key) for key in keys}


def citizen(full_name: str, personal_id: str, phone: str, *, world: str = "") -> Visitor:
    """A person with an account, a session and a token."""
    claims = IdentityClaims(
        personal_id=personal_id, full_name=full_name, birth_date="1992-05-01", gender="female", phone=phone,
        assurance=2, authentication_level=2,
    )  # fmt: skip
    done = signed_in(claims)
    actor = identity.actor_for_session(done.session_token, AT)
    issued = accounts.issue_token(str(done.account_id), as_citizen=True, by=SYSTEM, at=AT)
    return Visitor(f"citizen {world}", world, done.session_token, issued.token, actor)


def officer(house: str, serial: int, roles: tuple[tuple[str, str], ...], *, world: str = "", name: str = "") -> Visitor:
    """Somebody who holds these offices, at his desk and with a token."""
    claims = IdentityClaims(
        personal_id=f"0791800{serial:05d}", full_name=f"Cán bộ {name or world}", birth_date="1980-01-01",
        gender="male", assurance=2, authentication_level=2,
    )  # fmt: skip
    home = agency_id(house)
    account = signed_in(claims).account_id
    for role, unit in roles:
        accounts.grant_office(account, OfficeGrant(home, role, unit_id(house, unit)), by=SYSTEM, at=AT)
    token = signed_in(claims).session_token
    himself = identity.actor_for_session(token, AT)
    assert himself is not None
    token = accounts.choose_capacity(token, home, by=himself, at=AT).session_token
    issued = accounts.issue_token(str(account), agency_id=home, by=SYSTEM, at=AT)
    return Visitor(name or f"officer {world}", world, token, issued.token, identity.actor_for_session(token, AT))


def technical_admin() -> Visitor:
    """The operator of the installation, with a desk at the first commune."""
    return officer(HOUSES["a"], 77, (("technical_admin", "vp"),), world="a", name="technical_admin")


def _world(key: str) -> World:
    owner = citizen(NAMES[key], PERSONAL_IDS[key], PHONES[key], world=key)
    desk = officer(HOUSES[key], 10 + ord(key), WORK, world=key)
    made = World(
        key, agency_id(HOUSES[key]), owner, desk,
        (NAMES[key], PERSONAL_IDS[key], PHONES[key], f"giay-to-{key}"),
    )  # fmt: skip
    assert owner.actor is not None
    made.settings = [_issued(made, owner.actor), _waiting(made, owner.actor), _in_work(made, owner.actor)]
    return made


def drafted(world: World, by: Actor, *, code: str = testing.FREE) -> tuple[UUID, UUID]:
    """A complete draft with one paper: (draft, file)."""
    paper = clean_file(by, name=f"giay-to-{world.key}.pdf", purpose="proof")
    answers = FILLED | {
        "full_name": NAMES[world.key], "personal_id": PERSONAL_IDS[world.key], "phone": PHONES[world.key],
        "proof": [str(paper.id)],
    }  # fmt: skip
    draft = services.start_draft(code, agency_id=world.agency_id, answers=answers, by=by, at=AT)
    services.choose_agency(draft, world.agency_id, by=by, at=AT)
    return draft, paper.id


def _waiting(world: World, by: Actor) -> Setting:
    """Handed in and not paid, with an attempt to pay under way; beside it a draft."""
    draft, _ = drafted(world, by, code=testing.CHARGED)
    receipt = services.submit(draft, by=by, at=AT)
    assert receipt.obligation_id is not None
    attempt = payments.start_attempt(receipt.obligation_id, "vietqr", return_url="", client_ip="", by=by, at=AT)
    return _with_session(world) | {
        "dossier_id": receipt.dossier_id, "obligation_id": receipt.obligation_id, "attempt_id": attempt.attempt_id,
        "draft_id": drafted(world, by)[0], "reference": receipt.receipt_number,
    }  # fmt: skip


def _in_work(world: World, by: Actor) -> Setting:
    """Accepted, the first task open."""
    people = _people(world)
    draft, file = drafted(world, by)
    receipt = services.submit(draft, by=by, at=AT)
    slip = services.accept(receipt.dossier_id, by=people.reception, at=AT)
    task = testing.task(slip.dossier_id, "appraise")
    asked = services.consult(
        slip.dossier_id, "Ý kiến?", to_agency_id=world.agency_id, to_unit_id=unit_id(HOUSES[world.key], "kt"),
        by=people.case, at=AT,
    )  # fmt: skip
    return {
        "dossier_id": slip.dossier_id, "task_id": task.id, "file_id": file, "reference": slip.code,
        "consultation_id": asked, "absence_id": _away(world, 30 + ord(world.key)),
        "person_id": _met(world, people.reception), "way_id": _paper_coming(world, by),
        "declaration_id": _closed(world),
        "authorisation_id": _authorised(by), "refund_id": _given_back(world, by),
    }  # fmt: skip


def _given_back(world: World, by: Actor) -> UUID:
    """A fee in the drawer that the cashier has to give back, with the account it may go to."""
    draft, _ = drafted(world, by, code=testing.CHARGED)
    receipt = services.submit(draft, by=by, at=AT)
    assert receipt.obligation_id is not None
    services.take_cash(receipt.dossier_id, receipt.amount, by=_people(world).reception, at=AT)
    refund = payments.refund(receipt.obligation_id, reason="Rút hồ sơ", by=SYSTEM, at=AT)
    payments.name_account(refund, "970436", f"00710000{PHONES[world.key]}", NAMES[world.key], by=by, at=AT)
    return refund


def _away(world: World, serial: int) -> UUID:
    """An officer's absence, with the world's officer standing in."""
    absent = officer(HOUSES[world.key], serial, (("case_officer", "vp"),), name=f"vắng {world.key}").actor
    assert absent is not None
    assert world.officer.actor is not None
    day = clock.local(AT).date()
    return accounts.declare_absence(
        absent.id, world.officer.actor.id, starts_on=day, ends_on=day, ground="Nghỉ phép", by=absent, at=AT
    )


def _closed(world: World) -> UUID:
    """A day in spring on which only this commune is closed."""
    day = date(2027, 3, 10)
    decree = Decree(DeclarationKind.CLOSURE, day, day, f"1/QĐ-{world.key}", day, "Diễn tập")
    return calendar.declare(decree, Place(agency_id=world.agency_id), by=SYSTEM, at=AT)


def _authorised(by: Actor) -> UUID:
    """The citizen let somebody of no world file for him."""
    until = clock.local(AT).date() + timedelta(days=30)
    return accounts.authorise(PersonNamed("079177000999", "Người Thứ Ba"), ends_on=until, by=by, at=AT).id


def _met(world: World, by: Actor) -> UUID:
    """The citizen stood at the counter this morning."""
    return accounts.meet_person(CardRead(PERSONAL_IDS[world.key], NAMES[world.key]), by=by, at=AT).person_id


def _paper_coming(world: World, owner: Actor) -> UUID:
    """Paper that a third commune's counter took in for this one and sent on."""
    third = testing.officer("Quầy thứ ba", "reception_officer", "pvhcc", agency="hcm25_w26824")
    draft = services.start_draft(
        testing.FREE, method="counter", owner_id=owner.person_id, agency_id=world.agency_id,
        answers=FILLED | {"full_name": NAMES[world.key]}, by=third, at=AT,
    )  # fmt: skip
    services.note_papers(draft, [PaperInHand("proof", originals=1)], by=third, at=AT)
    services.submit(draft, by=third, at=AT)
    with scope(third):
        way = next(one for one in dossiers.paper_to_send(by=third) if one.dossier_id == draft)
    return services.hand_paper(way.id, carrier="Bưu tá", by=third, at=AT).id


def _issued(world: World, by: Actor) -> Setting:
    """Issued, with papers, a document that was signed, and messages."""
    people, (draft, file) = _people(world), drafted(world, by)
    dossier_id = services.submit(draft, by=by, at=AT).dossier_id
    slip = services.accept(dossier_id, by=people.reception, at=AT)
    services.draft_result(dossier_id, testing.VALUES, by=people.case, at=AT)
    task = testing.task(dossier_id, "appraise")
    services.complete_step(task.id, by=people.case, at=AT)
    services.complete_step(testing.task(dossier_id, "work").id, by=people.head, at=AT)
    services.approve(dossier_id, by=people.chief, at=AT)
    numbered = services.number(dossier_id, by=people.clerk, at=AT)
    documents.render_now(numbered.document_id, by=SYSTEM, at=AT)
    services.sign(dossier_id, by=people.chief, at=AT)
    with scope(SYSTEM, writes=True):
        Document.objects.filter(id=numbered.document_id).update(state="signed", signed_at=AT)
    services.issue(dossier_id, numbered.document_id, by=SYSTEM, at=AT)
    relay.drain(("interactive", "bulk"))
    with scope(SYSTEM), connection.cursor() as cursor:
        code = queries_code(numbered.document_id)
        cursor.execute(
            "update kernel_delivery set state = 'parked' where id = (select max(id::text)::uuid from kernel_delivery)"
            " returning id"
        )
        delivery = cursor.fetchone()[0]
    return _with_session(world) | {
        "dossier_id": dossier_id, "task_id": task.id, "file_id": file, "document_id": numbered.document_id,
        "delivery_id": delivery, "reference": slip.code, "verification_code": code,
        "draft_id": drafted(world, by)[0],
    }  # fmt: skip


def queries_code(document_id: UUID) -> str:
    return Document.objects.get(id=document_id).verification_code


def _with_session(world: World) -> Setting:
    actor = world.citizen.actor
    assert actor is not None
    seen = identity.session_seen(world.citizen.cookie, AT)
    assert seen is not None
    return {"session_id": seen.id}


def _people(world: World) -> testing.People:
    house = HOUSES[world.key]
    return testing.People(
        reception=testing.officer("Trần Thu", "reception_officer", "pvhcc", agency=house),
        case=testing.officer("Lê Minh", "case_officer", "vp", agency=house),
        colleague=testing.officer("Vũ Nam", "case_officer", "vp", agency=house),
        head=testing.officer("Đỗ Hà", "unit_head", "vp", agency=house),
        chief=testing.officer("Phạm Chiến", "signing_authority", "ld", agency=house),
        clerk=testing.officer("Hồ Văn", "records_clerk", "vt", agency=house),
        desk_head=testing.officer("Ngô Dung", "unit_head", "pvhcc", agency=house),
    )
