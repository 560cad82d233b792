"""A person sees and mends what is known of him; nobody else does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.db import connection, transaction

from motcua.kernel.audit import record_read
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.identity import queries, services
from motcua.rooms.identity.models import Account, ApiToken, OfficeHolding, Organisation, Person, Session, ValueReport
from motcua.rooms.identity.testing import BINH, HOA, LAN, THU_DA, citizen, officer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_agencies")]
NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
WARD = "hcm25_w26740"
PEOPLE = """
people:
  - {key: hoa, personal_id: "079190012345", full_name: Nguyễn Thị Hoa, birth_date: 1990-05-12, assurance: 2}
  - key: lan
    personal_id: "079182000111"
    full_name: Phạm Thị Lan
    birth_date: "1982"
    offices:
      - {agency: hcm25_w26740, unit: pvhcc, role: reception_officer}
      - {agency: hcm25_w26740, role: records_clerk}
  - key: minh
    personal_id: "001088007788"
    full_name: Lê Quang Minh
    organisation: {tax_code: "0101234567", name: Công ty Thu Đa}
"""


def test_known_facts_carry_their_source_and_day() -> None:
    hoa = citizen(replace(HOA, organisation=THU_DA), at=NOON)

    with scope(hoa):
        known = queries.known_facts(hoa.person_id)  # type: ignore[arg-type]

    assert known.value("full_name") == "Nguyễn Thị Hoa"
    assert known.value("residence") == {
        "province_code": "79",
        "province_name": "Thành phố Hồ Chí Minh",
        "ward_code": "26740",
        "ward_name": "Phường Sài Gòn",
        "detail": "12 Lê Lợi",
    }
    assert known.value("organisation_name") == THU_DA.name
    assert known.facts["phone"].source == "e-identity"
    assert known.facts["phone"].obtained_at == NOON


def test_nobody_else_knows_a_persons_facts() -> None:
    hoa, binh = citizen(replace(HOA, organisation=THU_DA), at=NOON), citizen(BINH, at=NOON)
    lan = officer("case_officer", agency=WARD, at=NOON)

    for other in (binh, lan):
        with scope(other):
            assert queries.known_facts(hoa.person_id).facts == {}  # type: ignore[arg-type]
            assert queries.person_by_personal_id(HOA.personal_id) is None
    with scope(hoa):
        assert queries.person_by_personal_id(HOA.personal_id) == hoa.person_id


@pytest.mark.parametrize("model", [Person, Organisation, Account, Session, ApiToken, OfficeHolding, ValueReport])
def test_the_database_alone_hides_every_identity_row_from_strangers(model: type) -> None:
    hoa = citizen(replace(HOA, organisation=THU_DA), at=NOON)
    services.issue_token(str(hoa.id), by=SYSTEM, at=NOON)
    services.report_value("email", "sai", by=hoa, at=NOON)
    officer("case_officer", agency=WARD, claims=LAN, at=NOON)
    binh = citizen(BINH, at=NOON)
    other_office = officer("case_officer", agency="moit", claims=replace(BINH, authentication_level=2), at=NOON)

    theirs = set()
    for stranger in (binh, other_office):
        with scope(stranger):
            theirs |= {str(pk) for pk in model.objects.values_list("pk", flat=True)}  # type: ignore[attr-defined]

    with scope(SYSTEM):
        own = {binh.id, binh.person_id}
        for pk in theirs:
            row = model.objects.get(pk=pk)  # type: ignore[attr-defined]
            belongs = {getattr(row, name, None) for name in ("id", "person_id", "account_id", "owner_id")}
            assert belongs & own or getattr(row, "agency_id", None) == agency_id("moit")


def test_the_app_role_cannot_give_itself_an_office_outside_the_system_scope() -> None:
    hoa = citizen(at=NOON)

    with scope(hoa), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        OfficeHolding.objects.create(
            account_id=hoa.id, agency_id=agency_id(WARD), role="signing_authority", held_from=NOON, granted_by=hoa.id
        )


def test_a_person_sees_who_looked_at_his_data_and_why() -> None:
    hoa = citizen(at=NOON)
    lan = officer("case_officer", agency=WARD, at=NOON)
    with scope(lan):
        record_read(lan, subject="dossier", subject_id=hoa.id, purpose="H29.201-260302-0001", owner_id=hoa.person_id)
    with scope(hoa):
        record_read(hoa, subject="dossier", subject_id=hoa.id, purpose="own", owner_id=hoa.person_id)

    with scope(hoa):
        found = queries.readings(by=hoa)
    with scope(citizen(BINH, at=NOON)) as stranger:
        nothing = queries.readings(by=stranger.actor)

    assert [(one.who, one.agency_name, one.purpose) for one in found] == [
        ("Phạm Thị Lan", "Uỷ ban nhân dân Phường Sài Gòn", "H29.201-260302-0001")
    ]
    assert nothing == []


def test_names_are_told_of_officers_only() -> None:
    hoa, lan = citizen(at=NOON), officer("case_officer", agency=WARD, at=NOON)

    assert queries.officer_names([hoa.id, lan.id]) == {lan.id: "Phạm Thị Lan"}


def test_a_declared_contact_comes_before_the_e_identitys_and_survives_a_sign_in() -> None:
    hoa = citizen(at=NOON)

    services.declare_contact("moi@example.vn", "0907 654 321", by=hoa, at=NOON)
    signed_in(at=NOON + timedelta(days=1))

    with scope(SYSTEM):
        contact = queries.contact(hoa.person_id)  # type: ignore[arg-type]
    assert (contact.email, contact.phone) == ("moi@example.vn", "0907654321")
    services.declare_contact("", "", by=hoa, at=NOON)
    with scope(SYSTEM):
        assert queries.contact(hoa.person_id).email == HOA.email  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("email", "phone", "code"),
    [("khong-co-a-cong", "", "contact.email-unreadable"), ("", "12345", "contact.phone-unreadable")],
)
def test_an_unreadable_contact_is_refused(email: str, phone: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        services.declare_contact(email, phone, by=citizen(at=NOON), at=NOON)


def test_a_wrong_value_can_be_reported() -> None:
    hoa = citizen(at=NOON)

    services.report_value("email", "Đã đổi thư điện tử", by=hoa, at=NOON)

    with scope(hoa):
        assert queries.reported_values(by=hoa) == {"email": NOON}
    for name, remark, code in (("blood", "x", "value.unknown"), ("email", "  ", "value.remark-missing")):
        with pytest.raises(Refused, match=code):
            services.report_value(name, remark, by=hoa, at=NOON)


def test_own_sessions_are_listed_and_can_be_ended() -> None:
    first = signed_in(at=NOON)
    hoa = citizen(at=NOON + timedelta(minutes=1))
    with scope(hoa):
        listed = queries.sessions(by=hoa, at=NOON + timedelta(minutes=1))
    binh = citizen(BINH, at=NOON)

    with pytest.raises(Refused, match=r"act.out-of-reach"):
        services.end_session(listed[-1].id, by=binh, at=NOON)
    services.end_session(listed[-1].id, by=hoa, at=NOON)

    assert [one.alive for one in listed] == [True, True]
    with scope(hoa):
        assert [one.alive for one in queries.sessions(by=hoa, at=NOON + timedelta(minutes=1))] == [True, False]
    assert queries.actor_for_session(first.session_token, NOON) is None


def test_people_of_the_demonstration_are_loaded_and_loading_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(PEOPLE, encoding="utf-8")

    counts = [services.load_people(path, by=SYSTEM, at=NOON) for _ in range(2)]

    assert counts == [3, 3]
    people = {one.handle: one for one in queries.people()}
    assert people["lan"].offices == (
        ("reception_officer", "Uỷ ban nhân dân Phường Sài Gòn", "Trung tâm Phục vụ hành chính công"),
        ("records_clerk", "Uỷ ban nhân dân Phường Sài Gòn", ""),
    )
    assert people["minh"].organisation == "Công ty Thu Đa"
    assert people["hoa"].assurance == 2
    with scope(SYSTEM):
        assert OfficeHolding.objects.count() == 2
        assert Person.objects.count() == 3


def test_a_loaded_person_and_the_one_who_signs_in_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(PEOPLE, encoding="utf-8")
    services.load_people(path, by=SYSTEM, at=NOON)

    signed = services.sign_in(LAN, prefer_office=True, by=SYSTEM, at=NOON)

    assert signed.acting_as == "officer"


@pytest.mark.parametrize(
    "text",
    [
        "people: 3",
        "people: [{key: a}]",
        'people: [{key: a, personal_id: "12", full_name: A}]',
        'people: [{key: a, personal_id: "079190012345", full_name: A, offices: [{agency: nowhere, role: auditor}]}]',
        'people: [{key: a, personal_id: "079190012345", full_name: A, offices: [{agency: moit, role: king}]}]',
        "people: [",
    ],
)
def test_a_faulty_list_of_people_is_refused_with_its_reason(text: str, tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match=r"people.content-faulty"):
        services.load_people(path, by=SYSTEM, at=NOON)


def test_a_token_acts_as_its_account_until_it_expires_or_is_revoked(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(PEOPLE, encoding="utf-8")
    services.load_people(path, by=SYSTEM, at=NOON)

    lan = services.issue_token("lan", days=10, by=SYSTEM, at=NOON)
    herself = services.issue_token("Phạm Thị Lan", as_citizen=True, by=SYSTEM, at=NOON)
    minh = services.issue_token("minh", for_organisation=True, by=SYSTEM, at=NOON)

    officer_actor = queries.actor_for_token(lan.token, NOON)
    citizen_actor = queries.actor_for_token(herself.token, NOON)
    for_company = queries.actor_for_token(minh.token, NOON)
    assert officer_actor is not None
    assert officer_actor.roles == {"officer", "reception_officer", "records_clerk"}
    assert citizen_actor is not None
    assert citizen_actor.person_id is not None
    assert for_company is not None
    assert for_company.on_behalf_of is not None
    assert queries.actor_for_token(lan.token, NOON + timedelta(days=10)) is None
    services.revoke_token(herself.token_id, by=SYSTEM, at=NOON)
    assert queries.actor_for_token(herself.token, NOON) is None


def test_a_citizen_makes_tokens_for_himself_only() -> None:
    hoa, binh = citizen(at=NOON), citizen(BINH, at=NOON)

    assert services.issue_token(str(hoa.id), by=hoa, at=NOON).acting_as == "citizen"
    with pytest.raises(Refused, match=r"act.out-of-reach"):
        services.issue_token(str(hoa.id), by=binh, at=NOON)
    for name, days, code in (("nobody", 30, "account.unknown"), ("lan", 4000, "token.too-long-lived")):
        with pytest.raises(Refused, match=code):
            services.issue_token(name, days=days, by=SYSTEM, at=NOON)


def test_every_identity_table_has_forced_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relname like 'identity_%' "
            "and not (relrowsecurity and relforcerowsecurity) order by relname"
        )
        assert cursor.fetchall() == []


def test_the_shipped_people_hold_the_offices_the_list_says() -> None:
    path = Path(__file__).resolve().parents[5] / "content" / "people.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["people"]

    services.load_people(path, by=SYSTEM, at=NOON)

    listed = {one.handle: one for one in queries.people()}
    assert len(listed) == len(entries)
    assert sum(len(one.offices) for one in listed.values()) == sum(len(entry.get("offices") or []) for entry in entries)
    assert any(one.organisation for one in listed.values())
