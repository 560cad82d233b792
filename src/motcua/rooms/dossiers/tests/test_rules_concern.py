"""Who has a part in a dossier: every role, in every relation to it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.types import Actor, ActorKind, Office
from motcua.rooms.dossiers.rules.concern import IN_CHARGE, LEADS, RECEIVES, WORKS, Concern, Piece, concern
from motcua.rooms.dossiers.rules.openings import OpeningReason, Policy, policies, reasons_on

HOUSE, ELSEWHERE = UUID(int=10), UUID(int=11)
UNITS = [UUID(int=21), UUID(int=22), UUID(int=23)]
PEOPLE = [UUID(int=31), UUID(int=32), UUID(int=33)]
ROLES = sorted(WORKS | {"auditor", "technical_admin", "business_admin", "procedure_controller"})

offices = st.builds(
    Office, st.sampled_from(ROLES), st.sampled_from([HOUSE, ELSEWHERE]), st.sampled_from([*UNITS, None])
)
officers = st.builds(
    lambda one, held, absent: Actor(
        id=one, kind=ActorKind.OFFICER, agency_id=HOUSE, offices=tuple(held), in_place_of=absent
    ),
    st.sampled_from(PEOPLE),
    st.lists(offices, max_size=3),
    st.none() | st.sampled_from(PEOPLE),
)
pieces = st.builds(
    Piece,
    st.sampled_from([*ROLES, "system"]),
    st.sampled_from([*UNITS, None]),
    st.frozensets(st.sampled_from(PEOPLE), max_size=2),
)
relations = st.fixed_dictionaries(
    {
        "received": st.booleans(),
        "owed": st.booleans(),
        "work": st.lists(pieces, max_size=3),
        "asked": st.lists(st.sampled_from([*UNITS, None]), max_size=2),
        "deeds": st.frozensets(st.sampled_from(PEOPLE), max_size=2),
    }
)


def held(by: Actor) -> set[tuple[str, UUID | None]]:
    return {(office.role, office.unit_id) for office in by.offices if office.agency_id == HOUSE}


@given(officers, relations)
def test_nobody_has_a_part_without_an_office_or_a_hand_in_it(by: Actor, of: dict[str, Any]) -> None:
    found = concern(by, **of)
    hands = {one for piece in of["work"] for one in piece.hands} | set(of["deeds"])
    if not held(by) & {(role, unit) for role in WORKS for unit in (*UNITS, None)} and not by.hands & hands:
        assert found is None


@given(officers, relations, pieces)
def test_more_work_never_takes_a_part_away(by: Actor, of: dict[str, Any], more: Piece) -> None:
    before = concern(by, **of)
    after = concern(by, **(of | {"work": [*of["work"], more]}))

    assert before is None or after is not None


@given(officers, relations)
def test_an_office_elsewhere_opens_nothing_here(by: Actor, of: dict[str, Any]) -> None:
    at_home = replace(by, offices=tuple(one for one in by.offices if one.agency_id == HOUSE))

    assert concern(by, **of) == concern(at_home, **of)


@given(officers, relations)
def test_whoever_stands_in_has_the_hands_of_the_absent(by: Actor, of: dict[str, Any]) -> None:
    himself = replace(by, id=PEOPLE[0], in_place_of=None)
    substitute = replace(by, id=UUID(int=99), in_place_of=PEOPLE[0])

    assert (concern(himself, **of) is None) == (concern(substitute, **of) is None)


@given(st.sampled_from(ROLES), relations)
def test_each_role_has_its_own_part(role: str, of: dict[str, Any]) -> None:
    by = Actor(id=UUID(int=99), kind=ActorKind.OFFICER, agency_id=HOUSE, offices=(Office(role, HOUSE, UNITS[0]),))
    found = concern(by, **of)
    work: list[Piece] = of["work"]
    own = any(piece.unit_id == UNITS[0] or (piece.unit_id is None and piece.role == role) for piece in work)

    if role == LEADS:
        assert found == Concern.LEADS
    elif role in RECEIVES and not of["received"]:
        assert found == Concern.RECEPTION
    elif role == "cashier" and of["owed"]:
        assert found == Concern.MONEY
    elif role in WORKS and role not in IN_CHARGE:
        assert (found == Concern.WORK) == own
    elif role not in WORKS:
        assert found is None


def test_of_reasons_the_last_set_begun_holds() -> None:
    old, new = (
        Policy(day, {"visitor": OpeningReason("visitor", "Người đó đang ở quầy", "At the counter", hours)})
        for day, hours in ((date(2025, 7, 1), 4), (date(2027, 1, 1), 2))
    )

    assert reasons_on(date(2026, 12, 31), (old, new))["visitor"].hours == 4
    assert reasons_on(date(2027, 1, 1), (old, new))["visitor"].hours == 2
    assert reasons_on(date(2020, 1, 1), (old, new))["visitor"].hours == 4


def test_every_reason_is_short_and_lasts_days_not_weeks() -> None:
    for policy in policies():
        assert {"visitor", "work", "complaint", "inspection"} == policy.reasons.keys()
        assert all(0 < one.hours <= 7 * 24 for one in policy.reasons.values())
