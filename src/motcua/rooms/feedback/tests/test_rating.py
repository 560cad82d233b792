"""How easy it was to hand in and how it was handled are two grades; neither overwrites the other."""

from datetime import timedelta
from uuid import UUID

import pytest

from motcua.kernel import events, relay
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.feedback import queries, services
from motcua.rooms.feedback.events import DossierRated
from motcua.rooms.feedback.models import Rating
from motcua.rooms.feedback.types import RatingKind
from motcua.rooms.insights import recounting
from motcua.rooms.insights.models import DossierFigure

LAN = citizen()


@pytest.fixture
def dossier_id(db: None) -> UUID:
    testing.world()
    return testing.issued(LAN).dossier_id


def given(dossier_id: UUID) -> dict[str, int]:
    with scope(LAN):
        found = {kind: queries.rating(dossier_id, kind=kind, by=LAN) for kind in RatingKind}
    return {kind.value: one.grade for kind, one in found.items() if one}


def both(dossier_id: UUID) -> None:
    services.rate(dossier_id, grade=2, kind=RatingKind.EASE, comment="Chữ nhỏ quá", by=LAN, at=AT)
    services.rate(dossier_id, grade=5, by=LAN, at=AT + timedelta(hours=1))


def test_the_grade_of_the_handling_leaves_the_grade_of_the_form(dossier_id: UUID) -> None:
    both(dossier_id)

    assert given(dossier_id) == {"ease": 2, "handling": 5}
    with scope(LAN):
        handling, ease = (queries.rating(dossier_id, kind=k, by=LAN) for k in (RatingKind.HANDLING, RatingKind.EASE))
    assert handling is not None
    assert ease is not None
    assert (handling.comment, ease.comment) == ("", "Chữ nhỏ quá")


def test_each_is_changed_alone_and_there_is_one_of_a_kind(dossier_id: UUID) -> None:
    both(dossier_id)
    services.rate(dossier_id, grade=4, kind=RatingKind.EASE, by=LAN, at=AT + timedelta(days=1))

    assert given(dossier_id) == {"ease": 4, "handling": 5}
    with scope(SYSTEM):
        assert Rating.objects.count() == 2
        facts = [one for one in events.history(dossier_id) if isinstance(one, DossierRated)]
    assert [(one.kind, one.grade, one.changed) for one in facts] == [
        ("ease", 2, False), ("handling", 5, False), ("ease", 4, True),
    ]  # fmt: skip


def test_thirty_days_run_for_each_kind(dossier_id: UUID) -> None:
    services.rate(dossier_id, grade=2, kind=RatingKind.EASE, by=LAN, at=AT)
    late = AT + timedelta(days=31)

    with pytest.raises(Refused, match="too-late"):
        services.rate(dossier_id, grade=3, kind=RatingKind.EASE, by=LAN, at=late)
    services.rate(dossier_id, grade=4, by=LAN, at=late)

    assert given(dossier_id) == {"ease": 2, "handling": 4}


@pytest.mark.parametrize("kind", RatingKind)
def test_only_the_owner_grades(dossier_id: UUID, kind: RatingKind) -> None:
    for stranger in (citizen(), PEOPLE.case):
        with pytest.raises(Refused):
            services.rate(dossier_id, grade=5, kind=kind, by=stranger, at=AT)
    assert given(dossier_id) == {}


def test_figures_keep_the_two_apart_and_so_does_a_recount(dossier_id: UUID) -> None:
    both(dossier_id)
    relay.drain(("bulk",), at=lambda: AT)

    def told() -> tuple[int | None, int | None]:
        with scope(SYSTEM):
            row = DossierFigure.objects.get(dossier_id=dossier_id)
        return row.ease, row.grade

    assert told() == (2, 5)
    recounting.again(AT)
    assert told() == (2, 5)


def test_a_fact_of_an_older_release_is_a_grade_of_the_handling() -> None:
    old = {"occurred_at": AT.isoformat(), "agency_id": None, "subject_id": str(LAN.id), "owner_id": str(LAN.id)}

    assert events.load("feedback.rated", old | {"grade": 3, "changed": False}).kind == RatingKind.HANDLING
