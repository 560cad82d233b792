import json

import pytest
from django.test import Client

from motcua.rooms.catalogue import queries as catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_page_begins_with_search_and_life_events(visitor: Client) -> None:
    page = text(visitor, "/")

    assert page.index("Cần làm việc gì?") < page.index("Sinh con") < page.index("Tra cứu hồ sơ", page.index("Sinh con"))
    assert "csrfmiddlewaretoken" not in page
    assert "Việc cần làm" not in page


def test_a_public_page_sets_no_cookie_and_may_be_kept_a_minute(visitor: Client) -> None:
    answer = visitor.get("/")

    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("question", ["giấy độc thân", "giay doc than", "xac nhan tinh trang hon nhan", "1.004873"])
def test_the_top_answer_is_the_thing_people_mean(visitor: Client, question: str) -> None:
    page = text(visitor, f"/tim?q={question}")

    top = page[page.index("top-answer") : page.index("Xem cần những gì")]
    assert "Giấy độc thân" in top
    assert "3 ngày làm việc" in top
    assert "3.000 đồng" in top


def test_nothing_found_leads_to_people_and_to_the_whole_list(visitor: Client) -> None:
    page = text(visitor, "/tim?q=xyzzy")

    assert "Chưa tìm thấy “xyzzy”" in page
    assert "1022" in page
    assert "/thu-tuc" in page


def test_a_question_about_a_dossier_leads_to_tracking(visitor: Client) -> None:
    assert 'href="/tra-cuu"' in text(visitor, "/tim?q=hồ sơ của tôi đến đâu rồi")


def test_what_was_typed_is_shown_but_never_run(visitor: Client) -> None:
    page = text(visitor, "/tim?q=<script>alert(1)</script>")

    assert "<script>alert" not in page


def test_the_start_page_says_everything_before_the_first_question(visitor: Client) -> None:
    page = text(visitor, "/thu-tuc/1.004873")

    for words in (
        "Bao lâu có kết quả", "3 ngày làm việc", "3.000 đồng", "Khoảng 5 phút", "UBND phường, xã", "Bắt đầu",
        "Vì sao nên nộp trên mạng", "Không phải điền lại", "họ tên", "Giấy tờ cần có", "1022",
    ):  # fmt: skip
        assert words in page, words
    assert 'href="/nop-ho-so/moi/1.004873"' in page


def test_legal_words_are_folded_away(visitor: Client) -> None:
    page = text(visitor, "/thu-tuc/1.004873")

    assert page.index("<details") < page.index("Cấp Giấy xác nhận tình trạng hôn nhân")


def test_online_is_praised_only_where_it_is_better(visitor: Client) -> None:
    assert "Nhanh hơn: 4 giờ làm việc, nộp tại quầy là 8 giờ làm việc" in text(visitor, "/thu-tuc/co_form_d")
    assert "Nhanh hơn" not in text(visitor, "/thu-tuc/1.004873")


def test_a_fee_for_extra_copies_is_not_shown_as_the_price(visitor: Client) -> None:
    page = text(visitor, "/thu-tuc/marriage_registration")

    facts = page[page.index('class="facts"') : page.index("Bắt đầu")]
    price, _more, copies = facts[facts.index("Miễn phí") :].partition("facts__more")
    assert "8.000" not in price
    assert "Mỗi bản sao 8.000 đồng" in copies


def test_every_procedure_and_life_event_has_a_page(visitor: Client) -> None:
    for card in catalogue.procedures():
        assert visitor.get(f"/thu-tuc/{card.code}").status_code == 200, card.key
    for event in catalogue.life_events():
        assert visitor.get(f"/su-kien/{event.slug}").status_code == 200, event.slug


def test_every_procedure_has_an_english_page(visitor: Client) -> None:
    visitor.cookies["motcua_lang"] = "en"

    page = text(visitor, "/thu-tuc/1.004873")

    assert "How long until the result" in page
    assert "3 working days" in page
    assert 'lang="en"' in page


def test_unknown_things_are_not_found(visitor: Client) -> None:
    assert visitor.get("/thu-tuc/9.999999").status_code == 404
    assert visitor.get("/su-kien/khong-co").status_code == 404


def test_a_field_of_work_narrows_the_list(visitor: Client) -> None:
    everything, some = text(visitor, "/thu-tuc"), text(visitor, "/thu-tuc?linh-vuc=civil_status")

    assert some.count('class="result"') < everything.count('class="result"')
    assert "Đăng ký kết hôn" in some


def test_communes_of_a_province_come_as_json(visitor: Client) -> None:
    answer = visitor.get("/dia-ban/79/xa-phuong")

    names = [name for _code, name in json.loads(answer.content)]
    assert "Phường Sài Gòn" in names
    assert json.loads(visitor.get("/dia-ban/xx/xa-phuong").content) == []


@pytest.mark.parametrize("address", ["/tro-giup", "/tiep-can", "/quyen-rieng-tu", "/mat-mang"])
def test_pages_about_the_house_open(visitor: Client, address: str) -> None:
    assert "1022" in text(visitor, address)


def test_a_sheet_shows_how_to_do_it_at_home(visitor: Client) -> None:
    page = text(visitor, "/thu-tuc/1.004873/o-nha")

    assert "/thu-tuc/1.004873</p>" in page
    assert "<svg" in page
    assert "Đăng nhập bằng VNeID" in page
    assert visitor.get("/thu-tuc/9.999999/o-nha").status_code == 404


def test_what_only_comes_near_is_not_shown_as_the_answer(visitor: Client) -> None:
    page = text(visitor, "/tim?q=nuôi chó")

    assert "Chưa chắc đúng ý" in page
    assert "1022" in page
    assert "top-answer" not in page
    assert "Phiếu lý lịch tư pháp" in text(visitor, "/tim?q=xin viec can giay gi").split("top-answer__facts")[0]
