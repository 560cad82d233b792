import pytest

from motcua.faces.portal.discover import todo
from motcua.kernel.tenancy import scope
from motcua.rooms.dossiers import testing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    testing.world()


def test_a_new_person_has_nothing_to_do() -> None:
    lan = testing.citizen()

    with scope(lan):
        assert todo.waiting_for(lan, at=testing.AT) == []


def test_what_is_asked_for_comes_before_a_draft() -> None:
    lan = testing.citizen()
    testing.drafted(lan)
    testing.asked(lan)

    with scope(lan):
        cards = todo.waiting_for(lan, at=testing.AT)

    assert [card["title"] for card in cards] == ["Bổ sung hồ sơ", "Điền tiếp"]
    assert cards[0]["kind"] == "act"


def test_an_unpaid_fee_waits_to_be_paid() -> None:
    lan = testing.citizen()
    testing.filed(lan, code=testing.CHARGED)

    with scope(lan):
        assert [card["title"] for card in todo.waiting_for(lan, at=testing.AT)] == ["Trả phí"]


def test_nobody_sees_what_waits_for_another() -> None:
    lan, hoa = testing.citizen(), testing.citizen("Trần Thị Hoa")
    testing.asked(lan)

    with scope(hoa):
        assert todo.waiting_for(hoa, at=testing.AT) == []
