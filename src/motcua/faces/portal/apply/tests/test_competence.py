"""Where a dossier goes: told by an answer, by an address, by where the person lives, or asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from motcua.faces.portal.apply.tests.conftest import DELIVERY, PURPOSE, Browser, picture
from motcua.rooms.agencies.testing import load_places, load_tree
from motcua.rooms.agencies.types import agency_id
from motcua.rooms.catalogue import competence
from motcua.rooms.catalogue.testing import a_package, published
from motcua.rooms.catalogue.types import Definition
from motcua.rooms.forms import logic
from motcua.rooms.forms.types import FormDefinition
from motcua.rooms.identity.testing import BINH

pytestmark = pytest.mark.django_db

SAI_GON = {"province": "79", "commune": "26740"}
TAN_DINH = {"province": "79", "commune": "26737"}
NOWHERE: Mapping[str, Any] = {}


def procedure(**changes: Any) -> Definition:
    addresses = [
        {"key": key, "kind": "address", "label": {"vi": key}, **more}
        for key, more in (
            ("residence", {"prefill": "person.residence"}),
            ("site_address", {}),
            ("delivery_address", {}),
        )
    ]
    pages = [{"key": "p", "title": {"vi": "P"}, "fields": addresses}]
    form = FormDefinition.model_validate({"key": "kite_permit", "pages": pages})
    load_tree()
    load_places()
    return published(replace(a_package(**changes), form=form))


def offered(definition: Definition, answers: dict[str, Any], home: Mapping[str, Any] = NOWHERE) -> list[str]:
    seen = {one.key: answers.get(one.key, logic.kind_of(one).blank) for one in definition.form.fields()}
    return [one.name for one in competence.candidates(definition, seen, lambda: home)]


def test_the_place_of_the_matter_comes_before_the_residence(db: None) -> None:
    found = offered(procedure(), {"residence": SAI_GON, "site_address": TAN_DINH})

    assert found == ["Uỷ ban nhân dân Phường Tân Định"]


def test_the_residence_decides_when_there_is_nothing_else(db: None) -> None:
    assert offered(procedure(), {"residence": SAI_GON}) == ["Uỷ ban nhân dân Phường Sài Gòn"]


def test_where_the_result_is_sent_decides_nothing(db: None) -> None:
    found = offered(procedure(), {"delivery_address": TAN_DINH}, home=SAI_GON)

    assert found == ["Uỷ ban nhân dân Phường Sài Gòn"]


def test_without_any_place_every_office_of_the_kind_is_offered(db: None) -> None:
    assert len(offered(procedure(), {})) > 10


def test_the_only_office_of_a_kind_is_not_asked_about(db: None) -> None:
    assert len(offered(procedure(agency_kind="dept_health"), {})) == 1


def test_a_person_the_state_does_not_know_at_home_is_asked(procedure: Definition) -> None:
    browser = Browser(BINH)
    first = browser.begin()
    applicant = {"phone": "0912345678", "personal_id": "079085004321"}
    purpose = browser.send(first, **applicant)
    leads_to = browser.send(browser.send(browser.send(purpose, **PURPOSE), **DELIVERY), photo=picture())

    assert leads_to.endswith("/noi-giai-quyet")
    assert "Chọn nơi giải quyết" in browser.send(leads_to, 422)
    chosen = str(agency_id("hcm25_w26737"))
    assert browser.send(leads_to, agency=chosen).endswith("/kiem-tra")
    assert "Uỷ ban nhân dân Phường Tân Định" in browser.get(leads_to.replace("noi-giai-quyet", "kiem-tra"))


def test_another_office_may_be_chosen_than_the_usual_one(hoa: Browser) -> None:
    draft = hoa.begin().partition("/trang/")[0]
    assert "Phường Sài Gòn" in hoa.get(f"{draft}/kiem-tra")

    hoa.send(f"{draft}/noi-giai-quyet", agency=str(agency_id("hcm25_w26737")))
    assert "Phường Tân Định" in hoa.get(f"{draft}/kiem-tra")
