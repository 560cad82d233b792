"""The register and the control slip as officers meet them, without JavaScript."""

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain
from motcua.rooms.dossiers import testing


def test_the_register_is_shown_taken_away_and_printed(reception: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    page = plain(reception.get("/so-theo-doi?tu=2026-11-01&den=2026-11-30"))
    table = reception.client.get("/can-bo/so-theo-doi.csv?tu=2026-11-01&den=2026-11-30")
    printed = reception.client.get("/can-bo/so-theo-doi.pdf?tu=2026-11-01&den=2026-11-30")

    assert slip.code in page
    assert "1 hồ sơ tiếp nhận trong kỳ này" in page
    assert slip.code in table.content.decode()
    assert table["Content-Disposition"].startswith("attachment")
    assert printed.content.startswith(b"%PDF")


def test_an_impossible_period_says_so_and_shows_this_month(reception: Officer) -> None:
    page = plain(reception.get("/so-theo-doi?tu=2026-12-01&den=2026-11-01", status=422))

    assert "Ngày đầu phải trước ngày cuối" in page
    assert "Không có hồ sơ nào được tiếp nhận" in page


def test_who_keeps_no_register_does_not_see_it(case_officer: Officer) -> None:
    assert "/so-theo-doi" not in case_officer.get("/viec")
    case_officer.get("/so-theo-doi", status=403)


def test_the_control_slip_is_on_the_case(case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)

    assert f"/ho-so/{slip.dossier_id}/phieu-kiem-soat.pdf" in case_officer.get(f"/ho-so/{slip.dossier_id}")
    answer = case_officer.client.get(f"/can-bo/ho-so/{slip.dossier_id}/phieu-kiem-soat.pdf")
    assert answer.content.startswith(b"%PDF")
    assert slip.code in answer["Content-Disposition"]
