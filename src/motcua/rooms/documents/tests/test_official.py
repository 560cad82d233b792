"""Which official form a day chooses, and the numbers slips take."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import official, queries, services
from motcua.rooms.documents.composing import template_source
from motcua.rooms.documents.testing import text_of
from motcua.rooms.documents.tests.samples import FORMS

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("purpose", "day", "form"),
    [
        ("control_slip", date(2025, 9, 14), ("05", "tt-01-2018")),
        ("control_slip", date(2025, 9, 15), ("06", "tt-03-2025")),
        ("apology", date(2020, 1, 2), ("04", "tt-01-2018")),
        ("stop_notice", date(2026, 1, 2), ("05", "tt-03-2025")),
        ("stop_notice", date(2020, 1, 2), ("05", "tt-03-2025")),
        ("register", date(2026, 1, 2), ("07", "tt-03-2025")),
        ("reception_slip", date(2001, 1, 2), ("01", "tt-01-2018")),
    ],
)
def test_the_day_chooses_the_set_of_forms(purpose: str, day: date, form: tuple[str, str]) -> None:
    found = queries.official_form(purpose, on=day).template

    assert (found.form_code, found.regulation) == form


def test_every_form_of_every_set_has_its_template_and_its_sample() -> None:
    named = [form.template for one in official.sets() for form in one.forms.values()]

    assert len(named) == 13
    assert all(template_source(form) for form in named)
    assert set(named) <= FORMS.keys()


def test_a_form_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="unknown-form"):
        queries.official_form("poem", on=date(2026, 1, 2))


@pytest.mark.django_db
def test_slips_take_the_next_number_of_their_book_and_results_wait_for_approval(drafter: Actor, office: UUID) -> None:
    def drawn(kind: str) -> str:
        form = queries.official_form("apology", on=date(2026, 11, 20))
        return services.draw_up(
            form.template, FORMS[form.template] | {"signer": {}, "applicant": {"name": "x"}, "request": "y"},
            subject_id=new_id(), agency_id=office, owner_id=None, kind=kind, book="apology", symbol="XLGH-UBND",
            by=drafter, at=NOON,
        ).number_text  # fmt: skip

    assert [drawn("apology"), drawn("apology")] == ["01/XLGH-UBND", "02/XLGH-UBND"]
    with pytest.raises(Refused, match="not-approved"):
        drawn("result")


@pytest.mark.django_db
def test_the_owner_sees_no_draft(huong: Actor, drafter: Actor, office: UUID) -> None:
    form = queries.official_form("apology", on=date(2026, 11, 20))
    subject = new_id()
    services.draw_up(
        form.template, dict(FORMS[form.template]), subject_id=subject, agency_id=office, owner_id=huong.person_id,
        kind="apology", draft=True, by=drafter, at=NOON,
    )  # fmt: skip

    with scope(huong):
        assert queries.documents(subject, by=huong) == []
    with scope(drafter):
        assert [one.draft for one in queries.documents(subject, by=drafter)] == [True]


@pytest.mark.django_db
def test_a_sheet_is_set_anew_each_time_and_not_kept(office: UUID) -> None:
    form = queries.official_form("control_slip", on=date(2026, 11, 20))
    values = FORMS[form.template] | {"applicant": {"name": "Lê Thị Hường"}, "request": "z", "dossier": {"code": "H1"}}

    pdf = queries.sheet(form, values, agency_id=office, at=NOON)

    assert "PHIẾU KIỂM SOÁT" in text_of(pdf)
    assert SYSTEM.name not in text_of(pdf)
