"""Money asked for while a dossier is handled: the clock stands still until it is met, and then runs on by itself."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import queries as documents_read
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.testing import text_of
from motcua.rooms.documents.types import DocumentKind, DocumentRef
from motcua.rooms.dossiers import handlers, queries, services, testing
from motcua.rooms.dossiers.events import DossierPaused
from motcua.rooms.dossiers.models import Pause
from motcua.rooms.dossiers.rules.owing import noticed
from motcua.rooms.dossiers.testing import AT, PEOPLE, citizen
from motcua.rooms.dossiers.types import DossierView, FurtherLine, Status
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA, signed_in
from motcua.rooms.notifications import queries as notifications
from motcua.rooms.payments import queries as payments_read
from motcua.rooms.payments import services as payments
from motcua.rooms.payments.events import ObligationPaid, ObligationWaived
from motcua.rooms.payments.types import FeeLine

LAN = citizen()
TAX = [FurtherLine("Lệ phí trước bạ", "tax", 1_200_000)]


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    testing.world()


def noticed_dossier() -> UUID:
    slip = testing.accepted(LAN)
    services.raise_obligation(slip.dossier_id, {}, further=TAX, reason="Thông báo thuế 12/TB", by=PEOPLE.case, at=AT)
    return slip.dossier_id


def seen(dossier_id: UUID) -> DossierView:
    with scope(SYSTEM):
        return queries.dossier(dossier_id, by=SYSTEM, at=AT)


def owed_for(dossier_id: UUID) -> payments_read.ObligationRow:
    with scope(LAN):
        found = payments_read.owed_on_notice(dossier_id, by=LAN)
    assert found is not None
    return found


def test_the_notice_stops_the_clock_and_the_applicant_owes() -> None:
    dossier_id = noticed_dossier()

    view = seen(dossier_id)
    assert (view.row.status, view.row.national_status) == (Status.AWAITING_PAYMENT, 6)
    assert view.row.finance_state == "owed"
    assert view.row.needs_applicant
    assert owed_for(dossier_id).total == 1_200_000
    assert "Thông báo nộp 1.200.000 đồng" in [line.title for line in view.timeline]


def test_payment_lets_the_dossier_run_on_with_the_time_that_was_left() -> None:
    dossier_id = noticed_dossier()
    before, owed = seen(dossier_id).row.current_due_at, owed_for(dossier_id)
    paid_at = AT + timedelta(days=7)
    payments.waive(owed.id, reason="Hộ nghèo", evidence="Sổ 12", by=PEOPLE.chief, at=paid_at)

    fact = ObligationWaived(paid_at, owed.agency_id, owed.subject_id, owed.owner_id, owed.id, owed.total, owed.occasion)
    for _ in range(2):
        handlers.on_obligation_waived(fact, key="k", at=paid_at)

    row = seen(dossier_id).row
    assert row.status == Status.IN_APPRAISAL
    assert before is not None
    assert row.current_due_at == before + timedelta(days=7)
    with scope(SYSTEM):
        assert queries.rebuilt(dossier_id).status == row.status


def test_a_fee_paid_before_acceptance_moves_no_clock() -> None:
    slip = testing.accepted(LAN)
    fact = ObligationPaid(AT, testing.HOME, slip.dossier_id, LAN.id, LAN.id, 1, "on_submission", "vnpay", LAN.id)

    handlers.on_obligation_paid(fact, key="k", at=AT)

    assert seen(slip.dossier_id).row.status == Status.ACCEPTED


def test_money_that_came_is_told_to_the_applicant() -> None:
    lan = identity.actor_for_session(signed_in(HOA).session_token, AT)
    assert lan is not None
    receipt = testing.filed(lan, code=testing.CHARGED)
    fact = ObligationPaid(
        AT, testing.HOME, receipt.dossier_id, lan.id, lan.id, 15_000, "on_submission", "vnpay", lan.id
    )

    handlers.on_obligation_paid(fact, key="k", at=AT)

    with scope(lan):
        told = [message.body for message in notifications.inbox(by=lan)]
    assert any("Đã nhận 15.000 đồng cho hồ sơ MC-" in body for body in told), told


def test_the_officer_does_not_run_the_clock_while_money_is_owed_but_takes_a_wrong_notice_back() -> None:
    dossier_id = noticed_dossier()
    with pytest.raises(Refused, match="still-owed"):
        services.resume(dossier_id, by=PEOPLE.case, at=AT)
    with pytest.raises(Refused, match="reason-missing"):
        services.take_back_obligation(dossier_id, " ", by=PEOPLE.case, at=AT)

    services.take_back_obligation(dossier_id, "Nhầm người nộp", by=PEOPLE.case, at=AT + timedelta(days=1))

    assert seen(dossier_id).row.status == Status.IN_APPRAISAL
    services.raise_obligation(dossier_id, {}, further=TAX, reason="Thông báo 13", by=PEOPLE.case, at=AT)
    assert owed_for(dossier_id).occasion == "on_notice-2"


def test_withdrawing_owes_nothing_more() -> None:
    dossier_id = noticed_dossier()

    services.withdraw(dossier_id, by=LAN, at=AT)

    assert seen(dossier_id).row.status == Status.WITHDRAWN


def test_both_ways_to_stop_the_clock_name_the_same_kind_of_ground() -> None:
    noticed, paused = noticed_dossier(), testing.accepted(LAN).dossier_id
    services.pause(paused, "financial_obligation", reason=" Thông báo thuế 12/TB ", by=PEOPLE.case, at=AT)

    with scope(SYSTEM):
        rows = list(Pause.objects.filter(dossier_id__in=[noticed, paused]).order_by("id"))
    words = "Chờ người nộp hoàn thành nghĩa vụ tài chính: Thông báo thuế 12/TB"
    assert [(row.ground_key, row.ground) for row in rows] == [("financial_obligation", words)] * 2
    with scope(SYSTEM):
        facts = [f for f in (*events.history(noticed), *events.history(paused)) if isinstance(f, DossierPaused)]
    assert [(fact.ground_key, fact.ground) for fact in facts] == [("financial_obligation", words)] * 2
    assert owed_for(noticed).total == 1_200_000


def test_no_other_ground_than_those_of_law_stops_the_clock() -> None:
    slip = testing.accepted(LAN)

    with pytest.raises(Refused, match="ground-unknown"):
        services.raise_obligation(
            slip.dossier_id, {}, further=TAX, ground="system_outage", reason="TB 12", by=PEOPLE.case, at=AT
        )
    with scope(SYSTEM):
        assert not Pause.objects.filter(dossier_id=slip.dossier_id).exists()


def test_a_pause_written_by_an_older_release_stands_on_the_only_ground_there_was() -> None:
    noticed_dossier()
    with scope(SYSTEM, writes=True), connection.cursor() as cursor:
        cursor.execute("update dossiers_pause set until = since")
        cursor.execute(
            "insert into dossiers_pause (id, dossier_id, agency_id, owner_id, since, ground, by)"
            " select gen_random_uuid(), dossier_id, agency_id, owner_id, since, 'TB 13', by from dossiers_pause"
        )

    with scope(SYSTEM):
        assert Pause.objects.get(ground="TB 13").ground_key == "financial_obligation"


def test_only_who_works_on_the_dossier_asks_for_money() -> None:
    slip = testing.accepted(LAN)
    stranger = testing.officer("Xa Lạ", "case_officer", "cm", agency="hcm_police_pc08")
    for by in (PEOPLE.reception, PEOPLE.clerk, LAN, stranger):
        with pytest.raises(Refused, match=r"act\.(not-permitted|out-of-reach)"):
            services.raise_obligation(slip.dossier_id, {}, further=TAX, reason="TB", by=by, at=AT)
    with pytest.raises(Refused, match="reason-missing"):
        services.raise_obligation(slip.dossier_id, {}, further=TAX, reason="", by=PEOPLE.case, at=AT)


def test_what_the_table_fixes_is_not_the_officers_to_change() -> None:
    known = [
        FeeLine("a", "Phí", "phi", 50_000, due="on_notice"),
        FeeLine("b", "Phí khác", "phi", None, due="on_notice"),
    ]

    assert [line.amount for line in noticed(known, {"a": 1, "b": 70_000})] == [50_000, 70_000]
    with pytest.raises(Refused, match="line-unknown"):
        noticed(known, {"c": 1})
    with pytest.raises(Refused, match="line-unknown"):
        noticed(known, {}, [FurtherLine("Thuế", "gift", 1)])
    with pytest.raises(Refused, match="amount-missing"):
        noticed(known, {"b": 0})
    with pytest.raises(Refused, match="amount-missing"):
        noticed(known, {})


def notice_of(dossier_id: UUID) -> DocumentRef:
    with scope(LAN):
        return next(
            one for one in documents_read.documents(dossier_id, by=LAN) if one.kind == DocumentKind.PAYMENT_NOTICE
        )


def test_the_notice_is_a_numbered_paper_the_applicant_can_read() -> None:
    dossier_id = noticed_dossier()

    paper = documents.render_now(notice_of(dossier_id).id, by=SYSTEM, at=AT)

    assert paper.number_text.startswith("01/TB-")
    assert paper.usable
    with scope(LAN):
        printed = text_of(documents_read.document_content(paper.id, by=LAN))
    for words in ("Lệ phí trước bạ", "1.200.000", "Một triệu hai trăm nghìn đồng", "Thông báo thuế 12/TB"):
        assert words in printed
    with scope(SYSTEM):
        assert documents_read.verify_code(paper.verification_code).truth == "valid"


def test_a_notice_that_was_taken_back_says_so_when_it_is_verified() -> None:
    dossier_id = noticed_dossier()
    paper = documents.render_now(notice_of(dossier_id).id, by=SYSTEM, at=AT)

    services.take_back_obligation(dossier_id, "Tính nhầm diện tích", by=PEOPLE.case, at=AT)

    with scope(SYSTEM):
        found = documents_read.verify_code(paper.verification_code)
    assert found.truth == "revoked"
    assert "Tính nhầm diện tích" in found.revoked_reason
