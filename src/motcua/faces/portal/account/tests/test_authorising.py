"""«Nộp cho ai»: given in one's account, chosen on the start page, seen and ended by the principal."""

import re
from copy import deepcopy
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from motcua.faces.portal.apply.tests.conftest import CODE, DELIVERY, PURPOSE, Browser, hoa, picture, procedure
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor, ActorKind
from motcua.rooms.catalogue.testing import a_package, published
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.forms import queries as forms
from motcua.rooms.forms.testing import THREE_PAGES
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, LAN, THU_DA
from motcua.rooms.identity.types import IdentityClaims

__all__ = ["hoa", "procedure"]
UNTIL = {"until-day": "31", "until-month": "12", "until-year": str(clock.today().year)}


def named(who: IdentityClaims, **more: Any) -> dict[str, Any]:
    return {"name": who.full_name, "number": who.personal_id, **UNTIL, **more}


@pytest.fixture
def lan(procedure: object) -> Browser:
    return Browser(LAN)


def chosen(page: str) -> str:
    """The first person besides oneself on the start page."""
    found = re.findall(r'name="for" value="([0-9a-f-]{36})"', page)
    assert found
    return str(found[0])


def test_a_dossier_is_filed_for_who_gave_it_and_is_his(hoa: Browser, lan: Browser) -> None:
    hoa.post("/tai-khoan/uy-quyen", way="give", **named(LAN))
    start = lan.get(f"/nop-ho-so/moi/{CODE}")
    assert "Nộp cho ai?" in start

    page = lan.post(f"/nop-ho-so/moi/{CODE}", **{"for": chosen(start)})
    assert "Đang làm thay người khác" in lan.get(page)
    page = lan.send(page, **PURPOSE)
    page = lan.send(page, **DELIVERY)
    page = lan.send(page, photo=picture())
    done = lan.send(page, consent="yes")

    assert done.startswith(("/nop-ho-so/", "/thanh-toan/"))
    lan.get(done)
    assert "Người nộp thay" not in lan.get("/ho-so")
    listed = re.findall(r"/ho-so/([0-9a-f-]{36})", hoa.get("/ho-so"))
    assert listed
    hoa.get(f"/ho-so/{listed[0]}")
    lan.get(f"/ho-so/{listed[0]}")
    with scope(SYSTEM):
        view = dossiers.dossier(UUID(listed[0]), by=SYSTEM)
    assert (view.row.applicant_name, view.representative_name) == (HOA.full_name, LAN.full_name)

    ended = re.search(r'action="(/tai-khoan/uy-quyen/[^"]+/ket-thuc)"', hoa.get("/tai-khoan/uy-quyen"))
    assert ended is not None
    hoa.post(ended[1])
    lan.get(f"/ho-so/{listed[0]}", 404)
    assert listed[0] not in lan.get("/ho-so")


def test_a_claim_is_confirmed_by_the_principal(hoa: Browser, lan: Browser) -> None:
    lan.post("/tai-khoan/uy-quyen", way="paper", evidence="Giấy uỷ quyền 12", **named(HOA))
    assert "Nộp cho ai?" not in lan.get(f"/nop-ho-so/moi/{CODE}")

    asked = re.search(r'action="(/tai-khoan/uy-quyen/[^"]+/xac-nhan)"', hoa.get("/tai-khoan/uy-quyen"))
    assert asked is not None
    lan.post(asked[1], 404)  # she cannot confirm herself
    hoa.post(asked[1])

    assert "Nộp cho ai?" in lan.get(f"/nop-ho-so/moi/{CODE}")


def test_what_is_wrong_is_told_at_its_field(lan: Browser) -> None:
    page = lan.post("/tai-khoan/uy-quyen", 422, way="give", **named(HOA, number="123"))

    assert 'id="number-error"' in page
    assert HOA.full_name in page
    lan.post("/tai-khoan/uy-quyen", 422, way="paper", **named(HOA))


@pytest.fixture
def food_safety(procedure: object) -> str:
    """A procedure that organisations file."""
    whole = deepcopy(THREE_PAGES)
    field = {"key": "tax_code", "kind": "text", "label": {"vi": "Mã số thuế"}, "prefill": "organisation.tax_code"}
    whole["pages"][0]["fields"].insert(0, {**field, "required": True})
    published(replace(a_package(local_code="MC.990077", key="kite_trade"), form=FormDefinition.model_validate(whole)))
    return "MC.990077"


def test_which_organisation_is_filed_for_is_chosen(food_safety: str) -> None:
    minh = Browser(replace(LAN, organisation=THU_DA))
    start = minh.get(f"/nop-ho-so/moi/{food_safety}")
    assert THU_DA.name in start
    assert THU_DA.tax_code in start
    value = re.search(r'name="for" value="(to-chuc:[^"]+)"', start)
    assert value is not None

    minh.post(f"/nop-ho-so/moi/{food_safety}", **{"for": value[1]})
    minh.post(f"/nop-ho-so/moi/{food_safety}", **{"for": "to-chuc-khac"})
    minh.post(f"/nop-ho-so/moi/{food_safety}", 422, **{"for": "to-chuc:00000000-0000-0000-0000-000000000001"})

    with scope(SYSTEM):
        person = identity.person_by_personal_id(LAN.personal_id)
    me = Actor(id=person, kind=ActorKind.CITIZEN, name=LAN.full_name, person_id=person, assurance=2)  # type: ignore[arg-type]
    with scope(me):
        begun = [forms.answers(one.answers_id, by=me).answers for one in dossiers.drafts(by=me)]
    assert sorted(one.get("tax_code", "") for one in begun) == ["", THU_DA.tax_code]


def test_what_a_parent_says_of_a_child_is_not_called_known(lan: Browser) -> None:
    lan.post("/tai-khoan/uy-quyen", way="child", evidence="Khai sinh 77", **named(HOA))
    assert "chưa đối chiếu" in lan.get("/tai-khoan/uy-quyen")
    start = lan.get(f"/nop-ho-so/moi/{CODE}")
    page = lan.post(f"/nop-ho-so/moi/{CODE}", **{"for": chosen(start)})
    draft = re.search(r"/nop-ho-so/([0-9a-f-]{36})", page)
    assert draft is not None

    check = lan.get(f"/nop-ho-so/{draft[1]}/kiem-tra")

    assert "Đang nộp thay người khác" in check
    assert "VNeID" not in check.partition("<main")[2]
