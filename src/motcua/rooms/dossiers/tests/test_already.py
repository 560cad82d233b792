"""What somebody has under way of a procedure he is about to begin."""

import pytest

from motcua.kernel.tenancy import scope
from motcua.kernel.types import Actor
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.tests import linked

pytestmark = pytest.mark.django_db


def told(key: str, by: Actor) -> list[str]:
    with scope(by):
        return [one.receipt_number for one in queries.under_way(key, by=by, at=AT)]


def test_a_running_dossier_of_the_procedure_is_told_until_it_ends() -> None:
    testing.world()
    lan, other = testing.citizen(), testing.citizen("Trần Văn Bình")
    first = testing.filed(lan)

    assert told("trial_990010", lan) == [first.receipt_number]
    assert told("trial_990010", other) == []
    assert told("trial_990011", lan) == []
    services.withdraw(first.dossier_id, reason="Nộp nhầm", by=lan, at=AT)
    assert told("trial_990010", lan) == []


def test_an_issued_dossier_is_no_longer_waited_for() -> None:
    testing.world()
    lan = testing.citizen()
    testing.issued(lan)

    assert told("trial_990010", lan) == []


def test_a_procedure_inside_a_linked_dossier_is_told_as_that_dossier() -> None:
    linked.world()
    lan = testing.citizen()
    group = testing.filed(lan, code=linked.GROUP)

    assert told(linked.ENTRY, lan) == told("trial_group", lan) == [group.receipt_number]
    services.accept(group.dossier_id, by=testing.PEOPLE.reception, at=AT)
    assert told(linked.ENTRY, lan) == [group.receipt_number]


def test_a_linked_dossier_is_told_of_what_runs_of_its_parts() -> None:
    linked.world()
    lan = testing.citizen()
    draft = services.start_draft(linked.CARD, answers={"full_name": "Lan"}, by=lan, at=AT)

    with scope(lan):
        drafts = queries.drafts(by=lan)
    assert [one.id for one in queries.drafts_of("trial_group", drafts)] == [draft]
    assert queries.drafts_of(linked.ENTRY, drafts) == []
