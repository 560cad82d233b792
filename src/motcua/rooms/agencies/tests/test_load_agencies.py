from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from motcua.kernel import clock
from motcua.kernel.errors import Refused
from motcua.kernel.types import ANONYMOUS, SYSTEM
from motcua.rooms.agencies import models, queries, services, testing
from motcua.rooms.agencies.types import agency_id, unit_id

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def tree() -> Iterator[None]:
    testing.load_tree()
    yield
    queries.forget()


def write(folder: Path, text: str) -> Path:
    path = folder / "agencies.yaml"
    path.write_text(text, encoding="utf-8")
    return path


SMALL = """
schema: 1
models: {y2025: {name: Hai cấp, from: 2025-07-01}}
kinds: {commune_pc: {name: UBND cấp xã, level: commune, units: small}}
templates: {small: [{key: mc, kind: one_stop_desk, name: Quầy}]}
agencies: [{key: hcm25_w26740, kind: commune_pc, name: %s}]
"""


def test_loading_the_same_file_again_changes_nothing() -> None:
    before = list(models.Agency.objects.order_by("id").values())

    again = services.load_agencies(testing.CONTENT / "agencies.yaml", by=SYSTEM, at=clock.now())

    assert not again.changed
    assert list(models.Agency.objects.order_by("id").values()) == before


def test_a_renamed_agency_keeps_its_identity(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL % "UBND phường mới")

    services.load_agencies(path, by=SYSTEM, at=clock.now())

    saigon = queries.agency(agency_id("hcm25_w26740"))
    assert saigon is not None
    assert saigon.name == "UBND phường mới"


def test_an_agency_that_left_the_file_stays_readable(tmp_path: Path) -> None:
    services.load_agencies(write(tmp_path, SMALL % "UBND phường"), by=SYSTEM, at=clock.now())

    assert queries.agency_by_key("moit") is not None


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("agencies: [{key: a, kind: nothing, name: A}]", "unknown kind nothing"),
        ("agencies: [{key: a, kind: commune_pc, name: A, parent: b}]", "the parent b must be written before it"),
        ("agencies: [{key: a, kind: commune_pc, name: A, colour: red}]", "agencies.0.colour"),
        ("agencies: [", "while parsing"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place_and_changes_nothing(tmp_path: Path, wrong: str, told: str) -> None:
    lines = [line for line in SMALL.splitlines() if not line.startswith("agencies:")]
    path = write(tmp_path, "\n".join([*lines, wrong]))

    with pytest.raises(Refused) as no:
        services.load_agencies(path, by=SYSTEM, at=clock.now())

    assert no.value.code == "agency.content-faulty"
    assert told in no.value.words("en")
    assert queries.agency_by_key("moit") is not None


def test_nobody_but_the_installation_may_load_agencies() -> None:
    with pytest.raises(Refused, match=r"act\.not-permitted"):
        services.load_agencies(testing.CONTENT / "agencies.yaml", by=ANONYMOUS, at=clock.now())


def test_the_same_ward_code_means_another_agency_before_and_after_july_2025() -> None:
    before = queries.commune_for("26740", on=date(2025, 6, 30))
    after = queries.commune_for("26740", on=date(2025, 7, 1))

    assert before is not None
    assert after is not None
    assert (before.area_name, after.area_name) == ("Phường Bến Nghé", "Phường Sài Gòn")


def test_districts_are_history_but_readable() -> None:
    assert queries.agencies("district_pc", on=TODAY) == []
    assert len(queries.agencies("district_pc", on=date(2020, 3, 1))) == 24
    assert queries.agency_by_code("H29.101") is not None


def test_the_city_has_eighteen_departments_in_both_models() -> None:
    for day in (date(2020, 3, 1), TODAY):
        departments = [a for a in queries.agencies(on=day) if a.kind.startswith("dept_")]
        centre = queries.agencies("psc_center", on=day)
        assert len(departments) + len(centre) == 18


def test_every_agency_that_handles_dossiers_has_people_for_each_step() -> None:
    for one in queries.all_agencies():
        kinds = {unit.kind for unit in queries.units(one.id)}
        if kinds:
            assert {"one_stop_desk", "records_office", "leadership"} <= kinds, one.key
            assert queries.desk(one.id) is not None


def test_identifiers_come_from_keys() -> None:
    desk = queries.desk(agency_id("hcm25_w26740"))

    assert desk is not None
    assert desk.id == unit_id("hcm25_w26740", "pvhcc")


def test_a_commune_has_another_economic_division_than_a_ward() -> None:
    ward = queries.unit_by_key(agency_id("hcm25_w26740"), "kt")
    commune = queries.unit_by_key(agency_id("hcm25_w27637"), "kt")

    assert ward is not None
    assert commune is not None
    assert ward.name == "Phòng Kinh tế, Hạ tầng và Đô thị"
    assert commune.name == "Phòng Kinh tế"
