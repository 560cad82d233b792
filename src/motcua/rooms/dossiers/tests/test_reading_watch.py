"""Who opens more than his work needs is asked to wait, and those who answer for him hear of it: once an hour."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from motcua.kernel import events, relay
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.agencies.types import unit_id
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.facts import ReadingsSpent
from motcua.rooms.dossiers.models import Presence
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.identity import services as identity
from motcua.rooms.identity.testing import signed_in
from motcua.rooms.identity.types import IdentityClaims, OfficeGrant
from motcua.rooms.notifications import queries as notifications

MOST = 20
READER = testing.officer("Trần Tò Mò", "case_officer", "vp")


@pytest.fixture(autouse=True)
def _world(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    testing.world()
    monkeypatch.setattr(settings, "MOTCUA", settings.MOTCUA.model_copy(update={"readings_an_hour": MOST}))


def held(number: int, role: str, unit: str | None, agency: str = "hcm25_w26740") -> UUID:
    """Somebody who holds an office; his account."""
    claims = IdentityClaims(
        personal_id=f"0790850{number:05d}", full_name=f"{role} {number}", birth_date="1985-03-02", gender="female",
        assurance=2, authentication_level=2,
    )  # fmt: skip
    account = signed_in(claims).account_id
    grant = OfficeGrant(testing.officer("x", role, unit, agency=agency).agency_id or UUID(int=0), role,
                        unit_id(agency, unit) if unit else None)  # fmt: skip
    identity.grant_office(account, grant, by=SYSTEM, at=AT)
    return account


def opened(count: int, *, at: object = AT, by: Actor = READER) -> None:
    with scope(by):
        queries.count_readings([uuid4() for _ in range(count)], by=by, at=at)  # type: ignore[arg-type]


def told_to(account: UUID, agency: Actor = READER) -> list[str]:
    one = Actor(id=account, kind=agency.kind, agency_id=agency.agency_id)
    with scope(one):
        return [message.body for message in notifications.at_desk(by=one)]


def test_the_leader_the_head_and_the_auditor_are_told_once_the_measure_is_spent() -> None:
    account = held(1, "case_officer", "vp")
    reader = Actor(id=account, kind=READER.kind, agency_id=READER.agency_id, name="Trần Tò Mò", offices=READER.offices)
    chief, head, auditor = held(2, "signing_authority", None), held(3, "unit_head", "vp"), held(4, "auditor", None)
    other = held(5, "signing_authority", None, agency="hcm25_w26743")
    opened(MOST - 1, by=reader)
    assert services.tell_spent_readings(AT) == 0
    opened(2, by=reader)

    for _ in range(3):
        handlers.keep_time(AT)
        relay.drain(("interactive",), at=lambda: AT)

    for watcher in (chief, head, auditor):
        (body,) = told_to(watcher)
        assert "Trần Tò Mò đã mở" in body
        assert "10:00" in body
        assert "/ho-so/" not in body
    assert told_to(account) == []
    assert told_to(other, testing.officer("x", "signing_authority", None, agency="hcm25_w26743")) == []


def test_another_hour_is_another_fact() -> None:
    for hours in (0, 2):
        at = AT + timedelta(hours=hours)
        opened(MOST, at=at)
        for _ in range(2):
            services.tell_spent_readings(at)

    with scope(SYSTEM):
        row = Presence.objects.get()
        facts = [one for one in events.history(row.id) if isinstance(one, ReadingsSpent)]
    assert [one.hour_from for one in facts] == [AT, AT + timedelta(hours=2)]
    assert {one.officer_id for one in facts} == {READER.id}
    assert (facts[0].opened, facts[0].most, facts[0].agency_id) == (MOST, MOST, testing.HOME)
