"""Journey 2 without JavaScript: birth, residence and health card from one form, followed to the set of results."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
import yaml

from motcua.faces.portal.apply.tests.conftest import Browser, hidden, picture
from motcua.kernel import clock
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies import testing as agencies_testing
from motcua.rooms.calendar import queries as calendar
from motcua.rooms.catalogue import testing as catalogue_testing
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import queries, services
from motcua.rooms.dossiers.testing import officer, task
from motcua.rooms.dossiers.types import ResultKind, SupplementItem
from motcua.rooms.forms import queries as forms
from motcua.rooms.identity import content

PEOPLE = Path(__file__).resolve().parents[6] / "content" / "people.yaml"
PLACE = {"province": "79", "commune": "26743"}
TYPED = {
    "child_full_name": "Trần Lê Bảo Ngọc",
    "child_birth_date-day": "21",
    "child_birth_date-month": "10",
    "child_birth_date-year": "2026",
    "child_birthplace-detail": "Bệnh viện Từ Dũ",
}
CHOSEN: dict[str, Any] = {
    "child_gender": "female",
    **{f"child_birthplace-{part}": code for part, code in PLACE.items()},
    **{f"child_hometown-{part}": code for part, code in PLACE.items()},
    "child_hometown-detail": "",
    "child_ethnicity": "kinh",
    "applicant_ethnicity": "kinh",
    "spouse_ethnicity": "kinh",
    "residence_with": "applicant",
    "relationship_to_head": "child",
    "hospital_first": "tu_du",
    "birth_proof": "birth_notice",
    "result_delivery": "online",
}

DEATH: dict[str, Any] = {
    "applicant_relationship": "child",
    "deceased_full_name": "Nguyễn Văn Bình",
    "deceased_id_number": "079042000128",
    **dict(zip((f"deceased_birth_date-{part}" for part in ("day", "month", "year")), ("9", "3", "1942"), strict=True)),
    "deceased_gender": "male",
    "deceased_ethnicity": "kinh",
    **{f"deceased_residence-{part}": code for part, code in PLACE.items()},
    "deceased_residence-detail": "12 Lê Lợi",
    **dict(zip((f"death_date-{part}" for part in ("day", "month", "year")), ("20", "11", "2026"), strict=True)),
    **{f"death_place-{part}": code for part, code in PLACE.items()},
    "death_place-detail": "12 Lê Lợi",
    "death_cause": "old_age",
    "death_notice_number": "31/GBT",
    **dict(zip((f"death_notice_date-{part}" for part in ("day", "month", "year")), ("21", "11", "2026"), strict=True)),
    "death_notice_issuer": "Trạm y tế",
    "benefit_requested": "none",
    "result_delivery": "counter",
}

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def province(db: None) -> None:
    agencies_testing.load_tree()
    agencies_testing.load_places()
    catalogue_testing.load_catalogue()
    calendar.forget()


def device_of(person: str) -> Browser:
    entry = next(p for p in yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))["people"] if p["key"] == person)
    return Browser(content.claims_of(entry))


@pytest.fixture
def hoa(province: None) -> Browser:
    """A married mother of whom the registers know the spouse, the marriage and the household."""
    return device_of("hoa")


def walked(
    browser: Browser,
    event_slug: str = "sinh-con",
    said: Mapping[str, Any] = MappingProxyType({**TYPED, **CHOSEN}),
    paper: str = "birth_notice",
    shown: str = "Trần Quang Minh",
) -> tuple[UUID, int]:
    """From the life event to the confirmation; answers the dossier and how many screens there were."""
    event = browser.get(f"/su-kien/{event_slug}")
    assert "Làm một lần cả 3 việc" in event
    start = re.findall(r'href="(/nop-ho-so/moi/[^"]+)"', event)[0]
    browser.get(start)
    at, screens = browser.post(start), 2
    while "/trang/" in at:
        page = browser.get(at)
        screens += 1
        asked = {name: value for name, value in said.items() if f'name="{name}"' in page}
        if f'name="{paper}"' in page:
            asked[paper] = [picture("mat-truoc.jpg"), picture("mat-sau.jpg", "blue")]
        at = browser.post(at, **hidden(page), **asked)
    check = browser.get(at)
    assert at.endswith("/kiem-tra"), at
    assert shown in check
    done = browser.get(browser.post(at, **hidden(check), consent="yes"))
    assert "Một mã cho tất cả" in done
    return UUID(at.split("/")[2]), screens + 2


def accepted(group: UUID) -> None:
    services.accept(group, by=officer("Thu", "reception_officer", None, agency="hcm25_w26743"), at=clock.now())
    services.advance_group(group, by=SYSTEM, at=clock.now())


def member(group: UUID, key: str) -> UUID:
    with scope(SYSTEM):
        found = queries.group(group, by=SYSTEM)
    assert found is not None
    dossier = next(one.dossier_id for one in found.members if one.key == key)
    assert dossier is not None
    return dossier


def test_three_things_are_done_in_eight_screens_and_five_typed_boxes(hoa: Browser) -> None:
    group, screens = walked(hoa)

    assert screens <= 8, screens
    assert len(TYPED) <= 8
    mine = hoa.get("/ho-so")
    assert mine.count("dossiers__row") == 1
    before = hoa.get(f"/ho-so/{group}")
    assert "3 việc trong hồ sơ" in before
    assert "Bắt đầu khi hồ sơ được tiếp nhận" in before


def test_every_office_has_its_own_line_and_asks_only_for_its_own_part(hoa: Browser) -> None:
    group, _screens = walked(hoa)
    accepted(group)
    page = hoa.get(f"/ho-so/{group}")
    assert "Xong 0/3 việc" in page
    assert "Chưa bắt đầu, mỗi việc chờ kết quả trước nó: Đăng ký thường trú, Cấp thẻ BHYT" in page
    assert "Bắt đầu khi có kết quả: Đăng ký khai sinh" in page
    assert "ban nhân dân Phường Bến Thành" in page
    assert "Bảo hiểm xã hội Thành phố Hồ Chí Minh" in page

    clerk = officer("Minh", "case_officer", "vp", agency="hcm25_w26743")
    birth = member(group, "birth")
    asked = [SupplementItem("child_full_name", "Tên khác với giấy chứng sinh")]
    services.request_supplement(birth, asked, reason="Chưa khớp", by=clerk, at=clock.now())

    assert "dossiers__row" in hoa.get("/ho-so")
    page = hoa.get(f"/ho-so/{group}")
    assert "Tên khác với giấy chứng sinh" in page
    assert "Chờ người nộp bổ sung hoặc nộp tiền" in page
    assert hoa.client.get(f"/ho-so/{birth}")["Location"] == f"/ho-so/{group}#part-birth"
    form = hoa.get(f"/ho-so/{birth}/bo-sung")
    assert 'name="child_full_name"' in form
    assert 'name="mother_full_name"' not in form


def decided(dossier_id: UUID, values: dict[str, Any], kind: str) -> None:
    """Drafted, approved, numbered, signed and issued at the commune."""
    case, chief, clerk = (
        officer(role, role, None, agency="hcm25_w26743")
        for role in ("case_officer", "signing_authority", "records_clerk")
    )
    now = clock.now()
    services.draft_result(dossier_id, values, kind=kind, by=case, at=now)
    services.complete_step(task(dossier_id, "appraise").id, by=case, at=now)
    services.approve(dossier_id, by=chief, at=now)
    numbered = services.number(dossier_id, by=clerk, at=now)
    documents.render_now(numbered.document_id, by=SYSTEM, at=now)
    services.sign(dossier_id, by=chief, at=now)
    services.issue(dossier_id, numbered.document_id, by=SYSTEM, at=now)


def test_a_part_is_refused_and_the_page_says_which_and_what_follows(hoa: Browser) -> None:
    group, _screens = walked(hoa)
    accepted(group)

    decided(member(group, "birth"), {"ground": "not_true", "reason": "Giấy chứng sinh không đúng."}, ResultKind.REFUSED)
    services.advance_group(group, by=SYSTEM, at=clock.now())

    page = hoa.get(f"/ho-so/{group}")
    assert "Từ chối, có văn bản" in page
    assert "Cơ quan từ chối việc này" in page
    assert page.count("kết quả cần có trước đã bị từ chối") == 2


def test_results_come_one_by_one_and_the_rest_can_be_taken_back(hoa: Browser) -> None:
    group, _screens = walked(hoa)
    accepted(group)
    birth = member(group, "birth")
    decided(birth, {"child_personal_id": "079326004518", "birth_place": "Bệnh viện Từ Dũ"}, ResultKind.GRANTED)
    services.advance_group(group, by=SYSTEM, at=clock.now())

    page = hoa.get(f"/ho-so/{group}")
    assert f"/ho-so/{birth}/ket-qua.pdf" in page
    assert "Công an Phường Bến Thành" in page
    assert "Kết quả đã có vẫn còn giá trị" in hoa.get(f"/ho-so/{group}/rut")
    hoa.send(f"/ho-so/{group}/rut", reason="Nhập khẩu sau")
    services.advance_group(group, by=SYSTEM, at=clock.now())
    page = hoa.get(f"/ho-so/{group}")
    assert page.count("Đã rút hồ sơ") >= 2
    assert "Đã đủ bộ kết quả" in page


def test_one_part_is_taken_back_after_hearing_what_ends_with_it(hoa: Browser) -> None:
    group, _screens = walked(hoa)
    accepted(group)

    page = hoa.get(f"/ho-so/{group}/phan/birth/rut")
    assert "Dừng theo, vì cần kết quả của phần này" in page
    assert "Vẫn làm tiếp" not in page
    page = hoa.get(f"/ho-so/{group}/phan/residence/rut")
    assert "Dừng theo" not in page
    assert "Cấp thẻ BHYT cho trẻ dưới 6 tuổi" in page

    hoa.send(f"/ho-so/{group}/phan/residence/rut", reason="Nhập khẩu sau")
    assert "Đã rút phần này" in hoa.get(f"/ho-so/{group}")
    assert f"/ho-so/{group}/phan/residence/rut" not in hoa.get(f"/ho-so/{group}")
    hoa.get(f"/ho-so/{group}/phan/nothing/rut", status=404)


def test_the_joint_form_is_changed_and_says_which_parts_follow(hoa: Browser) -> None:
    group, _screens = walked(hoa)
    accepted(group)

    assert f"/ho-so/{group}/sua" in hoa.get(f"/ho-so/{group}")
    page = hoa.get(f"/ho-so/{group}/sua?muc=child_full_name")
    assert "Sửa ở đây thì phần sau đổi theo: Đăng ký khai sinh" in page
    typed = {"muc": "child_full_name", "child_full_name": "Trần Lê Bảo Châu", "reason": "Viết nhầm"}
    hoa.post(f"/ho-so/{group}/sua", **hidden(page), **typed)
    services.advance_group(group, by=SYSTEM, at=clock.now())
    with scope(SYSTEM):
        view = queries.dossier(member(group, "birth"), by=SYSTEM)
        assert forms.answers(view.answers_id, by=SYSTEM).answers["child_full_name"] == "Trần Lê Bảo Châu"
    assert "Sửa theo tờ khai chung" in hoa.get(f"/ho-so/{group}")


def test_a_decided_part_shows_that_it_keeps_the_answers_before_the_change(hoa: Browser) -> None:
    group, _screens = walked(hoa)
    accepted(group)
    birth = member(group, "birth")
    decided(birth, {"child_personal_id": "079326004518", "birth_place": "Bệnh viện Từ Dũ"}, ResultKind.GRANTED)
    services.advance_group(group, by=SYSTEM, at=clock.now())
    residence, police = member(group, "residence"), officer("Tri", "case_officer", None, agency="hcm25_p26743")
    asked = [SupplementItem("registrant_full_name", "Tên khác với sổ")]
    services.request_supplement(residence, asked, reason="Chưa khớp", by=police, at=clock.now())

    hoa.send(f"/ho-so/{residence}/bo-sung", registrant_full_name="Trần Lê Bảo Châu")
    services.advance_group(group, by=SYSTEM, at=clock.now())

    page = hoa.get(f"/ho-so/{group}")
    assert "Kết quả này ghi theo bản trước khi sửa" in page
    assert "Tờ khai chung sửa theo phần Đăng ký thường trú" in page
    choose = hoa.get(f"/ho-so/{group}/sua")
    assert "Đã có kết quả nên không có câu của phần này trong danh sách: Đăng ký khai sinh" in choose
    assert 'value="child_full_name"' not in choose


def test_death_and_residence_without_scripts_and_a_set_collected_on_paper(province: None) -> None:
    lan = device_of("lan")
    group, screens = walked(lan, "nguoi-than-mat", DEATH, "death_notice", "Nguyễn Văn Bình")
    assert screens <= 9, screens
    clerk = officer("Thu", "reception_officer", None, agency="hcm25_w26743")
    services.accept(group, by=clerk, at=clock.now())
    services.advance_group(group, by=SYSTEM, at=clock.now())

    page = lan.get(f"/ho-so/{group}")
    assert "Xong 0/2 việc" in page
    assert "Hỗ trợ chi phí mai táng" not in page
