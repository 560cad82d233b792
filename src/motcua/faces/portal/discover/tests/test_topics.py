"""What people ask about a dossier they handed in leads to the place where it is done, with marks or without."""

from html import unescape

import pytest
from django.test import Client

from motcua.faces.portal.discover import topics

pytestmark = pytest.mark.django_db
KEYS = {
    "tre-hen": ("trễ hẹn", "tre hen", "quá hẹn", "qua hen", "khiếu nại", "khieu nai", "chậm trả kết quả", "cham tra ket qua"),
    "hoan-tien": ("hoàn tiền", "hoan tien", "lấy lại tiền", "lay lai tien"),
    "rut-ho-so": ("rút hồ sơ", "tôi muốn rut ho so"),
    "ket-qua-sai": ("kết quả bị sai tên",),
    "mat-giay": ("mất giấy hẹn",),
    "nop-thay": ("nhờ con nộp thay",),
}  # fmt: skip
OTHER = ("làm hộ chiếu", "nộp hộ chiếu cũ", "giấy phép lái xe", "đổi giấy khai sinh", "hẹn")


@pytest.mark.parametrize(("key", "words"), [(key, words) for key, found in KEYS.items() for words in found])
def test_the_words_people_use_find_the_topic_and_its_place(key: str, words: str) -> None:
    page = unescape(Client().get("/tim", {"q": words}).content.decode())
    topic = next(one for one in topics.topics() if one.key == key)

    assert topic.text in page
    for _, href in topic.links:
        assert f'href="{href}"' in page.split("<main", 1)[1]
    assert "Chưa chắc đúng ý" not in page


@pytest.mark.parametrize("words", OTHER)
def test_other_questions_stay_what_they_were(words: str) -> None:
    assert topics.asked_about(words) == []


def test_the_help_page_answers_each_with_the_place_where_it_is_done() -> None:
    page = unescape(Client().get("/tro-giup").content.decode())

    for one in topics.topics():
        assert f'id="{one.key}"' in page
        assert one.text in page
        for _, href in one.links:
            assert href in page
    assert "trong 3 ngày làm việc" in page
    assert set(topics.SAID) == {one.key for one in topics.topics()}
