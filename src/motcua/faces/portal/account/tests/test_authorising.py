"""«Nộp cho ai»: given in one's account, chosen on the start page, seen and ended by the principal."""

import re
from typing import Any
from uuid import UUID

import pytest

from motcua.faces.portal.apply.tests.conftest import CODE, DELIVERY, PURPOSE, Browser, hoa, picture, procedure
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.dossiers import queries as dossiers
from motcua.rooms.identity.testing import HOA, LAN
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
