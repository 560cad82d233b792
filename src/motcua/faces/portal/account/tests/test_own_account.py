"""C19 and C28: what is known of me, who looked, where I am signed in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.kernel import clock
from motcua.kernel.audit import record_read
from motcua.kernel.tenancy import scope
from motcua.rooms.identity.testing import BINH, HOA, citizen, officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoa(agencies: None) -> Client:
    client = Client()
    client.cookies["motcua"] = signed_in(HOA).session_token
    return client


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_value_is_shown_with_its_source_and_a_way_to_report_it(hoa: Client) -> None:
    shown = _text(hoa.get("/tai-khoan/du-lieu"))

    assert "Nguyễn Thị Hoa" in shown
    assert "12 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh" in shown
    assert "12/5/1990" in shown
    assert "079190012345" not in shown.replace(" ", ""), "the identifier is masked"
    assert "/tai-khoan/du-lieu/phone/bao-sai" in shown
    assert "VNeID" in shown


def test_who_looked_and_why_is_shown(hoa: Client) -> None:
    me = citizen(HOA)
    lan = officer("case_officer", agency="hcm25_w26740")
    with scope(lan):
        record_read(lan, subject="dossier", subject_id=me.id, purpose="H29.201-260302-0001", owner_id=me.person_id)

    shown = _text(hoa.get("/tai-khoan/du-lieu"))

    assert "Phạm Thị Lan" in shown
    assert "Uỷ ban nhân dân Phường Sài Gòn" in shown
    assert "H29.201-260302-0001" in shown


def test_many_looks_at_one_dossier_on_one_day_are_one_line_without_words_of_the_machine(hoa: Client) -> None:
    me = citizen(HOA)
    lan = officer("case_officer", agency="hcm25_w26740")
    with scope(lan):
        for _ in range(3):
            record_read(lan, subject="dossier", subject_id=me.id, purpose="H29.201-260302-0001", owner_id=me.person_id)
        record_read(lan, subject="file", subject_id=me.id, purpose="view", owner_id=me.person_id)

    shown = _text(hoa.get("/tai-khoan/du-lieu"))

    assert shown.count("Để giải quyết H29.201-260302-0001") == 1
    assert "xem 3 lần" in shown
    assert ">view<" not in shown
    assert "Để giải quyết hồ sơ" in shown


def test_a_mistake_is_reported(hoa: Client) -> None:
    assert hoa.get("/tai-khoan/du-lieu/phone/bao-sai").status_code == 200
    empty = hoa.post("/tai-khoan/du-lieu/phone/bao-sai", {"remark": " "})
    sent = hoa.post("/tai-khoan/du-lieu/phone/bao-sai", {"remark": "Số mới là 0907 654 321"})

    assert empty.status_code == 422
    assert sent.status_code == 302
    assert re.search(r"[Bb]áo sai", _text(hoa.get("/tai-khoan/du-lieu")))


def test_an_unknown_value_cannot_be_reported(hoa: Client) -> None:
    assert hoa.get("/tai-khoan/du-lieu/religion/bao-sai").status_code == 404
    assert hoa.post("/tai-khoan/du-lieu/religion/bao-sai", {"remark": "x"}).status_code in {404, 422}


def test_a_contact_is_declared_and_an_unreadable_one_is_kept_on_the_form(hoa: Client) -> None:
    wrong = hoa.post("/tai-khoan/lien-he", {"email": "khong-co-a-cong", "phone": "0901234567"})
    right = hoa.post("/tai-khoan/lien-he", {"email": "moi@example.vn", "phone": "0907 654 321"})

    assert wrong.status_code == 422
    assert 'value="khong-co-a-cong"' in _text(wrong)
    assert right.status_code == 302
    assert "moi@example.vn" in _text(hoa.get("/tai-khoan"))


def test_another_browser_is_signed_out_from_the_list(hoa: Client) -> None:
    elsewhere = Client()
    elsewhere.cookies["motcua"] = signed_in(HOA, at=clock.now() - timedelta(minutes=1)).session_token
    assert elsewhere.get("/tai-khoan").status_code == 200
    link = re.search(r'action="(/tai-khoan/phien/[^"]+)"', _text(hoa.get("/tai-khoan")))
    assert link

    answer = hoa.post(link.group(1))

    assert answer.status_code == 302
    assert elsewhere.get("/tai-khoan").status_code == 302
    assert hoa.get("/tai-khoan").status_code == 200


def test_nobody_ends_anothers_session(hoa: Client) -> None:
    citizen(BINH)
    hers = re.search(r'action="(/tai-khoan/phien/[^"]+)"', _text(hoa.get("/tai-khoan")))
    assert hers is None
    binh = Client()
    binh.cookies["motcua"] = signed_in(BINH).session_token
    link = re.search(r'action="(/tai-khoan/phien/[^"]+)"', _text(binh.get("/tai-khoan")))
    assert link

    assert hoa.post(link.group(1)).status_code == 404


@pytest.mark.parametrize("address", ["/tai-khoan", "/tai-khoan/du-lieu", "/tai-khoan/du-lieu/phone/bao-sai"])
def test_an_officer_in_office_has_no_citizens_pages(agencies: None, address: str) -> None:
    from motcua.rooms.identity import services
    from motcua.rooms.identity.testing import LAN

    officer("case_officer", agency="hcm25_w26740")
    client = Client()
    signed = services.sign_in(LAN, prefer_office=True, by=citizen(LAN), at=clock.now())
    client.cookies["motcua"] = signed.session_token

    assert client.get(address).status_code == 403


def test_a_cookie_does_not_open_the_addresses_of_machines(hoa: Client) -> None:
    answer = hoa.get("/api/v1/dossiers")

    assert answer.status_code in {401, 404}
