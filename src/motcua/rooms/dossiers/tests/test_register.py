"""Control slips from facts, and the register of a period."""

from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.agencies.types import unit_id
from motcua.rooms.dossiers import queries, services, testing
from motcua.rooms.dossiers.models import Dossier
from motcua.rooms.dossiers.reading import control
from motcua.rooms.dossiers.rules.handovers import result
from motcua.rooms.dossiers.testing import AT, COMMUNE, PEOPLE, citizen
from motcua.rooms.dossiers.types import RegisterFilters

LAN = citizen()
ELSEWHERE = testing.officer("Kẻ Khác", "reception_officer", "mc", agency="hcm25_w26743")
NOVEMBER = RegisterFilters(date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def test_every_hand_over_is_a_row_with_how_the_giver_kept_his_time() -> None:
    late = AT + timedelta(days=20)
    slip = testing.accepted(LAN)
    services.draft_result(slip.dossier_id, testing.VALUES, by=PEOPLE.case, at=AT)
    services.complete_step(testing.task(slip.dossier_id, "appraise").id, by=PEOPLE.case, at=AT)
    review = testing.task(slip.dossier_id, "work")
    services.return_for_rework(review.id, "appraise", reason="Thiếu căn cứ", by=PEOPLE.head, at=late)

    with scope(SYSTEM):
        rows = control.rows(Dossier.objects.get(id=slip.dossier_id))
    with scope(PEOPLE.case):
        code, pdf = queries.control_slip(slip.dossier_id, by=PEOPLE.case, at=late)

    assert [(row.giver.name, row.result) for row in rows] == [("Trần Thu", ""), ("Lê Minh", "early"), ("Đỗ Hà", "late")]
    assert [row.takers[0].unit_id for row in rows] == [unit_id(COMMUNE, "vp")] * 3
    assert code == slip.code
    assert "Trả lại bước trước: Thiếu căn cứ" in text_of(pdf)
    assert "Quá hạn" in text_of(pdf)


def test_the_last_taker_is_the_applicant() -> None:
    done = testing.issued(LAN)

    with scope(SYSTEM):
        rows = control.rows(Dossier.objects.get(id=done.dossier_id))

    assert [one.name for one in rows[-1].takers] == ["Người nộp hồ sơ"]
    assert len(rows) >= 6


def test_a_control_slip_is_for_the_agency_and_for_accepted_dossiers() -> None:
    slip, early = testing.accepted(LAN), testing.filed(LAN)

    with scope(ELSEWHERE), pytest.raises(Refused, match="out-of-reach"):
        queries.control_slip(slip.dossier_id, by=ELSEWHERE, at=AT)
    with scope(PEOPLE.reception), pytest.raises(Refused, match="not-possible-now"):
        queries.control_slip(early.dossier_id, by=PEOPLE.reception, at=AT)


@pytest.mark.parametrize(
    ("done", "due", "kept"),
    [
        (datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 3, 6, 10, tzinfo=UTC), "early"),
        (datetime(2026, 3, 5, 9, tzinfo=UTC), datetime(2026, 3, 5, 10, tzinfo=UTC), "on_time"),
        (datetime(2026, 3, 5, 11, tzinfo=UTC), datetime(2026, 3, 5, 10, tzinfo=UTC), "late"),
        (datetime(2026, 3, 5, 16, tzinfo=UTC), datetime(2026, 3, 5, 17, 30, tzinfo=UTC), "early"),
        (datetime(2026, 3, 5, 11, tzinfo=UTC), None, ""),
    ],
)
def test_early_is_a_day_before(done: datetime, due: datetime | None, kept: str) -> None:
    assert result(done, due) == kept


def test_the_register_holds_what_was_accepted_in_its_period_and_nothing_else() -> None:
    inside = [testing.accepted(LAN), testing.accepted(LAN, at=AT + timedelta(days=1))]
    testing.filed(LAN)
    testing.accepted(LAN, at=AT + timedelta(days=14))

    with scope(PEOPLE.reception):
        found = queries.register(NOVEMBER, start=0, limit=1, by=PEOPLE.reception, at=AT)
        second = queries.register(NOVEMBER, start=1, limit=1, by=PEOPLE.reception, at=AT)
        whole = queries.register_whole(NOVEMBER, by=PEOPLE.reception, at=AT)

    assert (found.total, [row.number for row in (*found.rows, *second.rows)]) == (2, [1, 2])
    assert [row.code for row in whole.rows] == [slip.code for slip in inside]
    assert (found.rows[0].contact, "5678" in whole.rows[0].contact) == ("", True)
    with scope(ELSEWHERE):
        assert queries.register(NOVEMBER, start=0, limit=9, by=ELSEWHERE, at=AT).total == 0


def test_the_register_is_narrowed_by_field_and_unit_and_printed() -> None:
    slip = testing.accepted(LAN)
    with scope(PEOPLE.head):
        for more, count in (
            ({"unit_id": unit_id(COMMUNE, "vp")}, 1),
            ({"unit_id": unit_id(COMMUNE, "ld")}, 0),
            ({"field": "no_such_field"}, 0),
        ):
            filters = RegisterFilters(NOVEMBER.first, NOVEMBER.last, **more)
            assert queries.register(filters, start=0, limit=9, by=PEOPLE.head, at=AT).total == count
        pdf = queries.register_pdf(NOVEMBER, by=PEOPLE.head, at=AT)

    assert "SỔ THEO DÕI HỒ SƠ" in text_of(pdf)
    assert slip.code in text_of(pdf).replace("- ", "-")


def test_the_register_is_refused_to_those_without_it_and_for_impossible_periods() -> None:
    with scope(PEOPLE.case), pytest.raises(Refused, match="not-permitted"):
        queries.register(NOVEMBER, start=0, limit=9, by=PEOPLE.case, at=AT)
    with scope(PEOPLE.head):
        for first, last, code in (
            (date(2026, 12, 1), date(2026, 11, 1), "backwards"),
            (date(2020, 1, 1), date(2026, 1, 1), "too-long"),
        ):
            with pytest.raises(Refused, match=code):
                queries.register(RegisterFilters(first, last), start=0, limit=9, by=PEOPLE.head, at=AT)
