"""What a person owes, and the ledger under it."""

from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind, Office
from motcua.rooms.payments import queries, services, testing
from motcua.rooms.payments.models import Posting
from motcua.rooms.payments.tests.conftest import NOON
from motcua.rooms.payments.types import FeeLine

pytestmark = pytest.mark.django_db


def head(agency_id: UUID) -> Actor:
    office = Office("unit_head", agency_id)
    return Actor(id=new_id(), kind=ActorKind.OFFICER, name="Trần Minh", agency_id=agency_id, offices=(office,))


def test_phi_and_le_phi_are_booked_apart(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)

    with scope(an):
        assert queries.balances(by=an) == {"receivable": 30_000, "due:le_phi": -22_000, "due:phi": -8_000}
        assert [line.name for line in queries.obligation(obligation.subject_id, by=an).lines] == [  # type: ignore[union-attr]
            "Lệ phí cấp giấy xác nhận", "Phí cấp bản sao",
        ]  # fmt: skip
        assert [type(fact).__name__ for fact in events.history(obligation.subject_id)] == ["ObligationRaised"]


def test_an_obligation_is_raised_once_per_occasion(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)

    with pytest.raises(Refused, match="already-raised"), transaction.atomic():
        services.owe(
            obligation.subject_id, [testing.CHARGE], agency_id=agency_id, owner_id=obligation.owner_id, by=an, at=NOON
        )


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([FeeLine("a", "Lệ phí", "le_phi", 0)], "nothing-to-pay"),
        ([], "nothing-to-pay"),
        ([FeeLine("a", "Lệ phí", "le_phi", None)], "amount-not-fixed"),
    ],
)
def test_only_known_amounts_above_zero_are_owed(an: Actor, agency_id: UUID, lines: list[FeeLine], code: str) -> None:
    with pytest.raises(Refused, match=code):
        services.owe(new_id(), lines, agency_id=agency_id, owner_id=an.person_id, by=an, at=NOON)  # type: ignore[arg-type]


def test_nobody_owes_in_another_name(an: Actor, agency_id: UUID) -> None:
    with pytest.raises(Refused, match="out-of-reach"):
        services.owe(new_id(), [testing.CHARGE], agency_id=agency_id, owner_id=new_id(), by=an, at=NOON)


def test_a_waiver_names_who_why_and_on_what_evidence(an: Actor, agency_id: UUID) -> None:
    obligation, officer = testing.owed(an, agency_id, at=NOON), head(agency_id)
    with pytest.raises(Refused, match="needs-evidence"):
        services.waive(obligation.id, reason="Hộ nghèo", evidence=" ", by=officer, at=NOON)

    services.waive(obligation.id, reason="Hộ nghèo", evidence="Sổ hộ nghèo số 12", by=officer, at=NOON)

    with scope(an):
        found = queries.obligation_by_id(obligation.id, by=an)
        assert (found.state, found.waived_by, found.waiver_evidence) == ("waived", officer.id, "Sổ hộ nghèo số 12")
        assert set(queries.balances(by=an).values()) == {0}
    with pytest.raises(Refused, match="not-open"):
        services.waive(obligation.id, reason="x", evidence="y", by=officer, at=NOON)


def test_an_officer_of_another_agency_does_not_even_see_it(an: Actor, agency_id: UUID) -> None:
    obligation, stranger = testing.owed(an, agency_id, at=NOON), head(new_id())

    with pytest.raises(Refused, match="out-of-reach"):
        services.waive(obligation.id, reason="x", evidence="y", by=stranger, at=NOON)
    with scope(stranger):
        assert queries.obligation(obligation.subject_id, by=stranger) is None


def test_a_citizen_waives_nothing(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)

    with pytest.raises(Refused, match="not-permitted"):
        services.waive(obligation.id, reason="x", evidence="y", by=an, at=NOON)


def test_the_end_of_a_dossier_cancels_what_is_open(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)

    assert services.cancel_all(obligation.subject_id, by=SYSTEM, at=NOON) == 1
    assert services.cancel_all(obligation.subject_id, by=SYSTEM, at=NOON) == 0

    with scope(an):
        assert queries.obligation_by_id(obligation.id, by=an).state == "cancelled"
        assert list(queries.unpaid(by=an)) == []


def test_the_database_refuses_an_entry_that_does_not_sum_to_zero(an: Actor, agency_id: UUID) -> None:
    obligation = testing.owed(an, agency_id, at=NOON)
    one_sided = Posting(
        agency_id=agency_id, owner_id=obligation.owner_id, entry_id=new_id(), obligation=obligation, account="x",
        amount=5, posted_at=NOON,
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="does not sum to zero"), scope(SYSTEM):
        one_sided.save(force_insert=True)


@pytest.mark.parametrize("statement", ["update payments_posting set amount = 1", "delete from payments_posting"])
def test_nobody_changes_a_posting(an: Actor, agency_id: UUID, statement: str) -> None:
    testing.owed(an, agency_id, at=NOON)

    with pytest.raises(Exception, match=r"permission denied|append-only"), scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement)


def test_owing_costs_a_filing_two_statements(an: Actor, agency_id: UUID) -> None:
    with scope(an, writes=True), CaptureQueriesContext(connection) as seen:
        testing.owed(an, agency_id, at=NOON)
        inside = [q["sql"] for q in seen.captured_queries]

    assert [sql.split(" ")[0] for sql in inside] == ["INSERT", "INSERT"]
