from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.forms import queries, services
from motcua.rooms.forms.prefill import known_answers
from motcua.rooms.forms.testing import three_pages
from motcua.rooms.forms.types import Known, ListChange
from motcua.rooms.identity.types import E_IDENTITY, SELF_DECLARED, KnownFact

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
DISTRICT_1, DISTRICT_3 = new_id(), new_id()


def citizen(name: str) -> Actor:
    return Actor(id=new_id(), kind=ActorKind.CITIZEN, name=name, person_id=new_id(), assurance=2)


LAN, HUNG = citizen("Lan"), citizen("Hùng")


def officer(agency_id: UUID) -> Actor:
    offices = (Office(role="reception_officer", agency_id=agency_id),)
    return Actor(id=new_id(), kind=ActorKind.OFFICER, name="Cán bộ", agency_id=agency_id, offices=offices)


@pytest.fixture
def opened(db: None) -> UUID:
    assert LAN.person_id
    known = {"full_name": Known("e-identity", NOON, verified=True)}
    return services.open_answers(
        owner_id=LAN.person_id, answers={"full_name": "Lan", "copies": 1}, provenance=known, by=LAN, at=NOON
    )


def read(answer_set_id: UUID, by: Actor = LAN) -> dict[str, object]:
    with scope(by):
        return queries.answers(answer_set_id, by=by).answers


def test_answers_are_read_back_with_their_sources(opened: UUID) -> None:
    with scope(LAN):
        view = queries.answers(opened, by=LAN)

    assert view.answers == {"full_name": "Lan", "copies": 1}
    assert view.provenance == {"full_name": Known("e-identity", NOON, verified=True)}
    assert (view.version, view.saved_at, view.locked_at) == (1, NOON, None)


def test_nothing_of_the_answers_is_readable_in_the_table(opened: UUID) -> None:
    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute("select content from forms_answerset where id = %s", [opened])
        row = cursor.fetchone()

    assert row is not None
    assert not any(b"Lan" in bytes(sealed) or b"full_name" in bytes(sealed) for sealed in row)


def test_two_tabs_lose_nothing(opened: UUID) -> None:
    services.save_answers(opened, {"purpose": "marriage"}, version=1, by=LAN, at=LATER)
    version = services.save_answers(opened, {"copies": 3}, version=1, by=LAN, at=LATER)

    assert version == 3
    assert read(opened) == {"full_name": "Lan", "purpose": "marriage", "copies": 3}


def test_the_last_writer_of_a_field_wins(opened: UUID) -> None:
    services.save_answers(opened, {"copies": 2}, version=1, by=LAN, at=LATER)
    services.save_answers(opened, {"copies": 5}, version=1, by=LAN, at=LATER)

    assert read(opened)["copies"] == 5


def test_two_pictures_sent_at_once_are_both_kept(opened: UUID) -> None:
    services.save_answers(opened, {"photo": ListChange(add=("a",))}, version=1, by=LAN, at=LATER)
    services.save_answers(opened, {"photo": ListChange(add=("b",))}, version=1, by=LAN, at=LATER)
    services.save_answers(opened, {"photo": ListChange(remove=("a",))}, version=1, by=LAN, at=LATER)

    assert read(opened)["photo"] == ["b"]


def test_saving_the_same_again_makes_no_new_version(opened: UUID) -> None:
    assert services.save_answers(opened, {"copies": 1}, version=1, by=LAN, at=LATER) == 1


def test_changes_may_follow_from_the_answers_as_they_are(opened: UUID) -> None:
    services.save_answers(opened, {"copies": 4}, version=1, by=LAN, at=LATER)
    services.save_answers(opened, lambda kept: {"copies": kept.answers["copies"] + 1}, version=1, by=LAN, at=LATER)

    assert read(opened)["copies"] == 5


def test_a_version_from_the_future_is_refused(opened: UUID) -> None:
    with pytest.raises(Refused, match="version-unknown"):
        services.save_answers(opened, {"copies": 2}, version=9, by=LAN, at=LATER)


def test_a_value_reported_wrong_keeps_what_the_database_said(opened: UUID) -> None:
    services.report_wrong(opened, "full_name", by=LAN, at=LATER)
    services.save_answers(opened, {"full_name": "Lan Anh"}, version=2, by=LAN, at=LATER)

    with scope(LAN):
        view = queries.answers(opened, by=LAN)
    assert view.answers["full_name"] == "Lan Anh"
    assert view.provenance["full_name"] == Known("e-identity", NOON, verified=False, disputed=True, was="Lan")


def test_typing_over_a_known_value_is_remembered(opened: UUID) -> None:
    services.save_answers(opened, {"full_name": "Lan Anh"}, version=1, by=LAN, at=LATER)

    with scope(LAN):
        known = queries.answers(opened, by=LAN).provenance["full_name"]
    assert (known.source, known.verified, known.was) == ("typed", False, "Lan")


def test_only_a_value_with_a_source_can_be_reported_wrong(opened: UUID) -> None:
    with pytest.raises(Refused, match="nothing-to-dispute"):
        services.report_wrong(opened, "copies", by=LAN, at=LATER)


def test_somebody_else_finds_nothing(opened: UUID) -> None:
    with scope(HUNG), pytest.raises(Refused, match="out-of-reach"):
        queries.answers(opened, by=HUNG)
    with pytest.raises(Refused, match="out-of-reach"):
        services.save_answers(opened, {"copies": 2}, version=1, by=HUNG, at=LATER)


def test_no_agency_sees_answers_before_they_are_submitted(opened: UUID) -> None:
    with scope(officer(DISTRICT_1)), pytest.raises(Refused, match="out-of-reach"):
        queries.answers(opened, by=officer(DISTRICT_1))


def test_the_competent_agency_alone_reads_what_was_submitted(opened: UUID) -> None:
    services.lock_answers(opened, agency_id=DISTRICT_1, by=LAN, at=LATER)

    assert read(opened, officer(DISTRICT_1))["full_name"] == "Lan"
    assert read(opened)["full_name"] == "Lan"
    with scope(officer(DISTRICT_3)), pytest.raises(Refused, match="out-of-reach"):
        queries.answers(opened, by=officer(DISTRICT_3))


def test_answers_that_changed_since_they_were_read_are_not_locked(opened: UUID) -> None:
    with scope(LAN):
        kept = queries.answers(opened, by=LAN)
    services.save_answers(opened, {"copies": 9}, version=1, by=LAN, at=LATER)

    with pytest.raises(Refused, match="locked"):
        services.lock_answers(opened, agency_id=DISTRICT_1, kept=kept, by=LAN, at=LATER)
    with scope(LAN):
        kept = queries.answers(opened, by=LAN)
    services.lock_answers(opened, agency_id=DISTRICT_1, kept=kept, by=LAN, at=LATER)
    assert read(opened, officer(DISTRICT_1))["copies"] == 9


@pytest.mark.parametrize(
    "change",
    [
        lambda of: services.save_answers(of, {"copies": 2}, version=1, by=LAN, at=LATER),
        lambda of: services.report_wrong(of, "full_name", by=LAN, at=LATER),
        lambda of: services.lock_answers(of, agency_id=DISTRICT_3, by=LAN, at=LATER),
        lambda of: services.discard_answers(of, by=LAN, at=LATER),
    ],
)
def test_submitted_answers_never_change(opened: UUID, change: Callable[[UUID], object]) -> None:
    services.lock_answers(opened, agency_id=DISTRICT_1, by=LAN, at=LATER)

    with pytest.raises(Refused, match="locked"):
        change(opened)


def test_a_supplement_works_on_a_copy(opened: UUID) -> None:
    services.lock_answers(opened, agency_id=DISTRICT_1, by=LAN, at=LATER)
    copy = services.copy_answers(opened, by=LAN, at=LATER)
    services.save_answers(copy, {"copies": 4}, version=1, by=LAN, at=LATER)

    assert read(opened)["copies"] == 1
    assert read(copy)["copies"] == 4


def test_a_discarded_set_is_gone(opened: UUID) -> None:
    services.discard_answers(opened, by=LAN, at=LATER)

    with scope(LAN), pytest.raises(Refused, match="out-of-reach"):
        queries.answers(opened, by=LAN)


def test_an_endless_answer_is_refused(opened: UUID) -> None:
    with pytest.raises(Refused, match="too-large"):
        services.save_answers(opened, {"purpose_other": "a" * 500_000}, version=1, by=LAN, at=LATER)


def test_what_the_state_knows_is_put_in_with_its_source() -> None:
    facts = {
        "full_name": KnownFact("Nguyễn Thị Lan", E_IDENTITY, NOON),
        "birth_date": KnownFact("1990-05-01", E_IDENTITY, NOON),
        "phone": KnownFact("+84912345678", SELF_DECLARED, NOON),
        "personal_id": KnownFact("", E_IDENTITY, NOON),
    }
    answers, provenance = known_answers(three_pages(), facts)

    assert answers == {"full_name": "Nguyễn Thị Lan", "birth_date": "1990-05-01", "phone": "0912345678"}
    assert provenance["full_name"] == Known(E_IDENTITY, NOON, verified=True)
    assert provenance["phone"] == Known(SELF_DECLARED, NOON, verified=False)
