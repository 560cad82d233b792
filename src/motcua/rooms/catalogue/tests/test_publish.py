from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from motcua.kernel.clock import ZONE
from motcua.kernel.errors import Refused
from motcua.kernel.types import ANONYMOUS, SYSTEM
from motcua.rooms.catalogue import models, queries, services
from motcua.rooms.catalogue.package import Publication
from motcua.rooms.catalogue.testing import PROCEDURES, a_package
from motcua.rooms.catalogue.types import VersionStatus, procedure_id

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 16, 12, tzinfo=ZONE)
KITES = procedure_id("kite_permit")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


def statuses() -> list[tuple[int, VersionStatus]]:
    return [(version.number, version.status) for version in queries.history(KITES)]


def test_a_published_procedure_is_in_effect_and_found_by_code_and_key() -> None:
    done = services.publish(a_package(), by=SYSTEM, at=NOON)

    assert done.changed
    by_code, by_key = queries.card("MC.990001"), queries.card("kite_permit")
    assert by_code is not None
    assert by_code == by_key
    assert by_code.version_id == done.version_id
    definition = queries.procedure("MC.990001")
    assert definition is not None
    assert definition.form.by_key["colour"].required
    assert definition.templates == {"result.typ": "Giấy phép"}


def test_publishing_the_same_package_again_changes_nothing() -> None:
    first = services.publish(a_package(), by=SYSTEM, at=NOON)

    again = services.publish(a_package(), by=SYSTEM, at=NOON)

    assert not again.changed
    assert again.version_id == first.version_id
    assert len(statuses()) == 1


def test_a_new_version_replaces_the_old_one_which_stays_readable() -> None:
    first = services.publish(a_package(), by=SYSTEM, at=NOON)
    decision = Publication(number="2/QĐ-UBND", decided_on=date(2026, 10, 1), effective_from=date(2026, 11, 1))

    second = services.publish(a_package(minutes=9), decision, by=SYSTEM, at=NOON)

    assert statuses() == [(2, VersionStatus.EFFECTIVE), (1, VersionStatus.REPLACED)]
    old, new = queries.version(first.version_id), queries.version(second.version_id)
    assert (old.procedure.minutes, new.procedure.minutes) == (3, 9)
    card = queries.card("kite_permit")
    assert card is not None
    assert card.minutes == 9


def test_a_version_of_the_future_waits_until_its_day() -> None:
    services.publish(a_package(), by=SYSTEM, at=NOON)
    decision = Publication(number="3/QĐ-UBND", decided_on=date(2026, 11, 1), effective_from=date(2026, 12, 1))
    services.publish(a_package(minutes=9), decision, by=SYSTEM, at=NOON)
    assert statuses() == [(2, VersionStatus.APPROVED), (1, VersionStatus.EFFECTIVE)]

    services.take_effect(by=SYSTEM, at=datetime(2026, 11, 30, 23, 59, tzinfo=ZONE))
    assert statuses() == [(2, VersionStatus.APPROVED), (1, VersionStatus.EFFECTIVE)]

    services.take_effect(by=SYSTEM, at=datetime(2026, 12, 1, 0, 1, tzinfo=ZONE))
    assert statuses() == [(2, VersionStatus.EFFECTIVE), (1, VersionStatus.REPLACED)]
    card = queries.card("kite_permit")
    assert card is not None
    assert card.minutes == 9


def test_a_first_version_of_the_future_is_not_offered_yet() -> None:
    decision = Publication(number="3/QĐ-UBND", decided_on=date(2026, 11, 1), effective_from=date(2026, 12, 1))

    services.publish(a_package(), decision, by=SYSTEM, at=NOON)

    assert queries.card("kite_permit") is None
    assert "kite_permit" not in [hit.card.key for hit in queries.search("thả diều")]


def test_without_the_parts_the_law_demands_nothing_is_published() -> None:
    with pytest.raises(Refused) as no:
        services.publish(a_package(methods=[], publication=None), by=SYSTEM, at=NOON)

    assert no.value.code == "procedure.not-publishable"
    assert "cách thức thực hiện" in no.value.message
    assert models.ProcedureVersion.objects.filter(procedure_id=KITES).count() == 0


def test_the_public_may_not_publish() -> None:
    with pytest.raises(Refused, match=r"act\.not-permitted"):
        services.publish(a_package(), by=ANONYMOUS, at=NOON)


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"number": 7}, {"definition": {}}])
def test_the_database_refuses_to_change_a_version(change: dict[str, object]) -> None:
    done = services.publish(a_package(), by=SYSTEM, at=NOON)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        models.ProcedureVersion.objects.filter(pk=done.version_id).update(**change)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        models.ProcedureVersion.objects.filter(pk=done.version_id).delete()


def test_one_procedure_has_one_version_in_effect() -> None:
    services.publish(a_package(), by=SYSTEM, at=NOON)
    decision = Publication(number="3/QĐ-UBND", decided_on=date(2026, 11, 1), effective_from=date(2026, 12, 1))
    waiting = services.publish(a_package(minutes=9), decision, by=SYSTEM, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        models.ProcedureVersion.objects.filter(pk=waiting.version_id).update(status=VersionStatus.EFFECTIVE)


def test_a_package_read_back_from_its_version_has_the_same_digest() -> None:
    package = a_package()

    done = services.publish(package, by=SYSTEM, at=NOON)

    definition = queries.version(done.version_id)
    assert definition.package.sha256() == definition.sha256 == package.sha256()


def test_a_version_nobody_published_is_unknown() -> None:
    with pytest.raises(Refused, match=r"procedure\.unknown"):
        queries.version(KITES)


def test_the_whole_folder_is_published_and_not_read_again() -> None:
    first = services.publish_all(PROCEDURES, by=SYSTEM, at=NOON)
    second = services.publish_all(PROCEDURES, by=SYSTEM, at=NOON)

    assert second.published == ()
    assert second.unchanged == len(list(PROCEDURES.glob("*/*/procedure.yaml"))) - _faulty(first.problems)
    assert len(queries.procedures()) >= second.unchanged


def _faulty(problems: tuple[object, ...]) -> int:
    return len({str(problem).rsplit("/", 1)[0] for problem in problems})


def test_a_faulty_package_is_reported_and_the_others_are_published(tmp_path: Path) -> None:
    folder = tmp_path / "moj" / "9.999999"
    folder.mkdir(parents=True)
    (folder / "procedure.yaml").write_text("key: half\n", encoding="utf-8")

    done = services.publish_all(tmp_path, by=SYSTEM, at=NOON)

    assert done.published == ()
    assert any("moj/9.999999/procedure.yaml" in str(problem) for problem in done.problems)
