from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from motcua.kernel.clock import ZONE
from motcua.kernel.types import SYSTEM
from motcua.rooms.catalogue import queries, services, testing

pytestmark = pytest.mark.django_db
QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
NOON = datetime(2026, 11, 16, 12, tzinfo=ZONE)


@pytest.fixture
def whole_catalogue() -> Iterator[None]:
    testing.load_catalogue()
    yield
    queries.forget()


@pytest.fixture
def kites() -> Iterator[None]:
    queries.forget()
    services.publish(testing.a_package(), by=SYSTEM, at=NOON)
    yield
    queries.forget()


def test_our_own_questions_find_their_procedure_among_the_first_three(whole_catalogue: None) -> None:
    missed = []
    for question in QUESTIONS:
        hits = [hit.card.key for hit in queries.search(question["ask"], 3)]
        if not set(hits) & set(question["want"]):
            missed.append((question["ask"], hits))

    assert len(missed) <= len(QUESTIONS) * 0.05, missed


def test_one_procedure_has_many_names(whole_catalogue: None) -> None:
    names = [
        "giấy độc thân",
        "giay doc than",
        "xac nhan tinh trang hon nhan",
        "Xn tthn",
        "XÁC NHẬN ĐỘC THÂN",
        "giấy đọc thân",
    ]

    found = {name: [hit.card.key for hit in queries.search(name, 1)] for name in names}

    assert {text: keys for text, keys in found.items() if keys != ["marital_status_certificate"]} == {}


def test_a_question_about_nothing_here_gets_no_answer(whole_catalogue: None) -> None:
    asked = [
        "",
        "   ",
        "???",
        "'",
        "q' | z:*",
        "\\",
        "\x00",
        "hôm nay trời đẹp quá",
        "x" * 5000,
        "Hồ sơ của tôi đâu rồi",
    ]

    found = {text[:20]: [hit.card.key for hit in queries.search(text)] for text in asked}

    assert {text: hits for text, hits in found.items() if hits} == {}


def test_the_words_of_everyday_lead_to_the_paper_they_mean(whole_catalogue: None) -> None:
    for asked in ("xin viec can giay gi", "hồ sơ xin việc cần gì", "chạy grab cần giấy tờ gì"):
        found = queries.found(asked, 3)

        assert [hit.card.key for hit in found.hits][:1] == ["criminal_record"], asked
        assert found.sure, asked


def test_one_weak_word_is_near_and_not_the_answer(whole_catalogue: None) -> None:
    sure = {asked: queries.found(asked, 3).sure for asked in ("xin tiền", "nuôi chó", "visa mỹ", "giấy phép", "nhận")}
    unsure_of_ours = [question["ask"] for question in QUESTIONS if not queries.found(question["ask"], 3).sure]

    assert not any(sure.values()), sure
    assert len(unsure_of_ours) <= len(QUESTIONS) * 0.02, unsure_of_ours


def test_both_ways_to_set_a_tone_mark_are_one(kites: None) -> None:
    services.publish(
        testing.a_package(key="flower", local_code="MC.990002", name={"vi": "Cấp giấy trồng hòa thảo"}),
        by=SYSTEM,
        at=NOON,
    )
    queries.forget()

    assert [hit.card.key for hit in queries.search("hoà thảo", 1)] == ["flower"]
    assert [hit.card.key for hit in queries.search("hòa thảo", 1)] == ["flower"]


def test_a_code_finds_its_procedure_wherever_it_stands(kites: None) -> None:
    assert queries.search("thủ tục mc.990001 là gì")[0].card.key == "kite_permit"


def test_the_mended_spelling_is_told(whole_catalogue: None) -> None:
    found = queries.found("làm hộ triếu", 3)

    assert ("trieu", "chieu") in found.corrected
    assert "passport" in [hit.card.key for hit in found.hits]


def test_a_replaced_name_is_found_no_more(kites: None) -> None:
    renamed = testing.a_package(
        name={"vi": "Cấp giấy phép chơi quay"}, plain_name={"vi": "Giấy phép chơi quay"}, aliases=[]
    )
    services.publish(renamed, by=SYSTEM, at=NOON)

    assert [hit.card.key for hit in queries.search("chơi quay")] == ["kite_permit"]
    assert "kite_permit" not in [hit.card.key for hit in queries.search("xin thả diều")]
