"""A colleague who has no part in a dossier: of no address he learns what is in it, before he said why (ADR 0015)."""

from itertools import product

import pytest

from motcua.faces.api.tests import worlds as building
from motcua.faces.api.tests.addresses import ROUTES, Route, ask, values_of
from motcua.faces.api.tests.worlds import HOUSES, Visitor, World
from motcua.rooms.dossiers import services
from motcua.rooms.dossiers.testing import AT
from tests.security.test_matrix import leaks

OFFICERS = ("can-bo/", "api/")
# What everybody of the counter does for people who stand there, and the lists an office shares: a line is not a dossier.
FOR_ALL = {
    "can-bo/quay/nguoi/<uuid:person_id>", "can-bo/can-tra-loi/<uuid:dossier_id>", "can-bo/vang-mat/<uuid:absence_id>/ket-thuc",
}  # fmt: skip
READS = [route for route in ROUTES if route.owned and route.path.startswith(OFFICERS) and route.path not in FOR_ALL]
PAPERS = {
    "can-bo/tep/<uuid:file_id>", "can-bo/tep/<uuid:file_id>/<int:page>.png", "can-bo/van-ban/<uuid:document_id>.pdf",
    "can-bo/van-ban/<uuid:document_id>/<int:page>.png", "can-bo/ho-so/<uuid:dossier_id>/phieu-kiem-soat.pdf",
    "can-bo/ho-so/<uuid:dossier_id>/ket-qua/xem-truoc/<int:page>.png", "api/v1/dossiers/<dossier_id>/result",
    "can-bo/ho-so/<uuid:dossier_id>/ket-qua/xem-truoc",
}  # fmt: skip


@pytest.fixture(scope="module")
def colleague(worlds: dict[str, World]) -> Visitor:
    """A case officer of another unit of the same commune, whom nobody asked for anything."""
    del worlds
    return building.officer(HOUSES["a"], 91, (("case_officer", "vhxh"), ("records_clerk", "vhxh")), name="colleague")


@pytest.mark.parametrize("route", READS, ids=lambda route: "/" + route.path)
def test_a_colleague_learns_nothing_of_what_is_not_his(
    route: Route, worlds: dict[str, World], colleague: Visitor
) -> None:
    faults = []
    for setting, method in product(worlds["a"].settings, ("GET", "POST")):
        answer = ask(colleague, route, method, values_of(worlds["a"], setting, route))
        if answer.status_code >= 500:
            faults.append(f"{method}: {answer.status_code}")
        if route.path in PAPERS and answer.status_code not in {403, 404, 405}:
            faults.append(f"{method}: {answer.status_code} is no refusal")
        faults += [f"{method} tells {told}" for told in leaks(answer, worlds["a"])]

    assert not faults, "\n".join(faults)


def test_every_paper_is_among_the_addresses() -> None:
    assert {route.path for route in READS} >= PAPERS


def test_the_reason_opens_the_dossier_and_its_papers(worlds: dict[str, World], colleague: Visitor) -> None:
    world = worlds["a"]
    values = world.settings[0]
    assert colleague.actor is not None
    services.open_for_reason(values["dossier_id"], "complaint", words="Đơn 12", by=colleague.actor, at=AT)

    for path in ("can-bo/ho-so/<uuid:dossier_id>", "api/v1/dossiers/<dossier_id>", "can-bo/tep/<uuid:file_id>"):
        route = next(one for one in READS if one.path == path)
        answer = ask(colleague, route, "GET", values_of(world, values, route))
        assert (path, answer.status_code) == (path, 200)
    case = next(one for one in READS if one.path == "can-bo/ho-so/<uuid:dossier_id>")
    assert not leaks(ask(colleague, case, "GET", values_of(world, world.settings[1], case)), world)
