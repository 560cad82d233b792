"""O1: the list an officer works from."""

import re
from typing import Any

import pytest
from django.conf import settings

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain, seen
from motcua.faces.desk.worklist import lines
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import services as documents
from motcua.rooms.documents.types import FileState
from motcua.rooms.dossiers import services, testing
from motcua.rooms.dossiers.testing import AT
from motcua.rooms.dossiers.types import Status
from motcua.rooms.forms.types import Standing
from motcua.rooms.identity import queries as identity
from motcua.rooms.identity.testing import HOA
from motcua.rooms.identity.testing import citizen as known_citizen


def test_the_desk_opens_at_the_list_of_the_role(
    reception: Officer, head: Officer, case_officer: Officer, leader: Officer
) -> None:
    homes = ((reception, "reception"), (head, "unassigned"), (case_officer, "unit"))
    for one, view in homes:
        answer = one.client.get("/can-bo/")

        assert answer["Location"] == f"/can-bo/viec?view={view}"
    assert leader.client.get("/can-bo/")["Location"] == "/can-bo/dieu-hanh"
    assert 'href="/can-bo/viec"' in leader.get("/dieu-hanh")
    assert "Chờ duyệt" in plain(leader.get("/viec"))


def test_a_new_dossier_waits_at_reception_with_its_counts(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    testing.filed(CITIZEN, code=testing.CHARGED)

    page = plain(reception.get("/viec?view=reception"))

    assert "Chờ tiếp nhận 1" in page
    assert "Chờ trả phí 1" in page
    assert receipt.receipt_number in page
    assert "Nguyễn Thị Lan" in page
    assert "Tiếp nhận hồ sơ đã chọn" in page
    assert "Chưa nộp phí" in plain(reception.get("/viec?view=unpaid"))


def test_the_filters_narrow_the_list(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)

    assert receipt.receipt_number in reception.get(f"/viec?view=reception&q={receipt.receipt_number}")
    assert receipt.receipt_number in reception.get(f"/viec?view=reception&procedure={testing.FREE}")
    missed = plain(reception.get(f"/viec?view=reception&procedure={testing.CHARGED}"))
    assert receipt.receipt_number not in missed
    assert "Không có hồ sơ nào khớp bộ lọc" in missed


def test_empty_lists_say_what_to_do_next(reception: Officer, case_officer: Officer) -> None:
    assert "Đã tiếp nhận hết" in plain(reception.get("/viec?view=reception"))
    assert "Không có việc nào chờ" in plain(case_officer.get("/viec?view=mine"))
    assert "Không có việc nào chờ" in plain(case_officer.get("/viec?view=khong-co"))


def test_reception_is_no_filter_of_a_case_officer(case_officer: Officer) -> None:
    testing.filed(CITIZEN)

    page = plain(case_officer.get("/viec?view=unit"))

    assert "Chờ tiếp nhận" not in page


def test_every_view_opens_for_every_role(
    reception: Officer, case_officer: Officer, head: Officer, leader: Officer
) -> None:
    testing.accepted(CITIZEN)
    for one in (reception, case_officer, head, leader):
        for view in ("mine", "unit", "unassigned", "due_soon", "overdue", "waiting", "done", "all"):
            one.get(f"/viec?view={view}")


def test_several_dossiers_are_accepted_at_once_and_the_unpaid_one_stays(reception: Officer) -> None:
    free = [testing.filed(CITIZEN).dossier_id for _ in range(3)]
    owed = testing.filed(CITIZEN, code=testing.CHARGED).dossier_id

    read: dict[str, Any] = {f"answers-{one}": str(seen(one).answers_id) for one in [*free, owed]}
    page = plain(reception.post("/viec/tiep-nhan", dossier=[*map(str, [*free, owed]), "nonsense"], **read))

    assert "Đã tiếp nhận 3 hồ sơ. 1 hồ sơ còn lại: chưa nộp phí." in page
    assert [seen(one).row.status for one in free] == [Status.ACCEPTED] * 3
    assert seen(owed).row.status == Status.SUBMITTED


def test_what_was_changed_while_two_lists_were_open_is_not_accepted_unseen(reception: Officer) -> None:
    kept, changed = testing.filed(CITIZEN).dossier_id, testing.filed(CITIZEN).dossier_id
    as_opened = answers_read(reception)
    services.amend(changed, {"phone": "0987654321"}, by=CITIZEN, at=AT)

    ticked = [str(kept), str(changed)]
    page = plain(reception.post("/viec/tiep-nhan", dossier=ticked, **as_opened))

    assert "Đã tiếp nhận 1 hồ sơ. 1 hồ sơ còn lại" in page
    assert f"{seen(changed).row.reference}) đã sửa hồ sơ sau khi mở danh sách này" in page
    assert (seen(kept).row.status, seen(changed).row.status) == (Status.ACCEPTED, Status.SUBMITTED)
    page = plain(reception.post("/viec/tiep-nhan", dossier=[str(changed)], **answers_read(reception)))
    assert "Đã tiếp nhận 1 hồ sơ." in page


def answers_read(reception: Officer) -> dict[str, Any]:
    """What the list says it was made of, as a form sends it."""
    page = reception.get("/viec?view=reception")
    return dict(re.findall(r'name="(answers-[0-9a-f-]+)" value="([0-9a-f-]+)"', page))


def test_choosing_nothing_says_so_and_goes_back_only_to_ourselves(reception: Officer) -> None:
    page = reception.post("/viec/tiep-nhan", back="https://example.com/")

    assert reception.led_to == "/can-bo/viec?view=reception"
    assert "Chưa chọn hồ sơ nào" in plain(page)


def test_a_long_list_goes_on_on_the_next_page(reception: Officer) -> None:
    for _ in range(51):
        testing.filed(CITIZEN)

    first = reception.get("/viec?view=reception")

    assert first.count('name="dossier"') == 50
    onwards = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = reception.get(f"/viec{onwards}")
    assert second.count('name="dossier"') == 1
    assert "Về trang đầu" in second


def test_what_ended_without_a_result_says_what_became_of_it_and_when(reception: Officer) -> None:
    withdrawn, refused = testing.filed(CITIZEN), testing.filed(CITIZEN)
    services.withdraw(withdrawn.dossier_id, by=CITIZEN, at=AT)
    services.refuse(refused.dossier_id, "not_competent", "Nơi khác", by=testing.PEOPLE.reception, at=AT)

    listed = plain(reception.get("/tim?q=nguyen thi lan&reason=work"))
    assert listed.count("Kết thúc 18/11/2026") == 2
    assert "Chưa có hạn" not in listed
    for one in (withdrawn, refused):
        page = plain(reception.get(f"/ho-so/{one.dossier_id}"))
        assert "Kết thúc 18/11/2026" in page
        assert "Chưa có hạn" not in page


def test_one_hit_of_the_search_opens_the_case(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    testing.filed(CITIZEN)

    answer = reception.client.get(f"/can-bo/tim?q={receipt.receipt_number.lower()}")

    assert answer["Location"] == f"/can-bo/ho-so/{receipt.dossier_id}"


def test_a_person_is_looked_for_only_for_a_reason_that_he_can_read(reception: Officer) -> None:
    lan = known_citizen(HOA, at=testing.AT)
    for _ in range(2):
        testing.filed(lan)
    asked = plain(reception.get("/tim?q=nguyen thi lan"))
    assert "Tìm theo tên người thì cần ghi lý do" in asked
    assert "Tìm thấy" not in asked
    assert "Chọn lý do" in plain(reception.get("/tim?q=nguyen thi lan&reason=", status=422))

    assert "Tìm thấy 2 hồ sơ" in plain(reception.get("/tim?q=nguyen thi lan&reason=complaint&note=Đơn 12"))

    with scope(lan):
        told = identity.readings(by=lan)
    assert {(one.what, one.purpose) for one in told} == {("search", "Đang trả lời khiếu nại, phản ánh: Đơn 12")}
    assert "Không tìm thấy “Lò Thị Xa”" in plain(reception.get("/tim?q=Lò Thị Xa&reason=work"))
    assert "Mã hồ sơ" in plain(reception.get("/tim"))


def test_who_opens_more_than_anybody_works_on_waits_an_hour(
    reception: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MOTCUA", settings.MOTCUA.model_copy(update={"readings_an_hour": 2}))
    ids = [testing.filed(CITIZEN).dossier_id for _ in range(3)]
    for one in (ids[0], ids[0], ids[1]):
        reception.get(f"/ho-so/{one}")

    page = plain(reception.get(f"/ho-so/{ids[2]}", status=429))

    assert "đã mở 2 hồ sơ" in page
    assert "Mở tiếp được từ 10:00" in page
    reception.get(f"/ho-so/{ids[1]}")
    reception.get("/tim?q=nguyen&reason=work", status=429)
    reception.get("/viec?view=reception")


def test_a_leader_signs_several_approved_results_at_once(leader: Officer, clerk: Officer) -> None:
    ids = [testing.for_approval(CITIZEN) for _ in range(2)]
    assert "Chờ duyệt 2" in plain(leader.get("/viec?view=to_approve"))
    for one in ids:
        leader.post(f"/ho-so/{one}/phe-duyet", version="1")
        clerk.post(f"/ho-so/{one}/cap-so")
        document = seen(one).row.result_document_id
        assert document is not None
        documents.render_now(document, by=SYSTEM, at=testing.AT)

    assert leader.client.get("/can-bo/viec")["Location"] == "/can-bo/ky"
    page = leader.get("/ky")
    assert "Ký kết quả đã chọn" in page
    assert "duyệt 09:00 ngày 18/11/2026, bản 1" in plain(page)
    page = plain(leader.post("/ky/da-chon", dossier=[str(one) for one in ids]))

    assert "Đang ký 2 kết quả." in page
    assert "đang ký 2" in page
    assert [seen(one).row.status for one in ids] == [Status.SIGNING] * 2


def test_a_result_that_cannot_be_signed_stays_with_its_reason(leader: Officer, clerk: Officer) -> None:
    one = testing.for_approval(CITIZEN)
    leader.post(f"/ho-so/{one}/phe-duyet", version="1")
    clerk.post(f"/ho-so/{one}/cap-so")
    other = testing.approved(CITIZEN)  # by another leader, who alone may sign it
    clerk.post(f"/ho-so/{other}/cap-so")

    page = leader.post("/ky/da-chon", status=409, dossier=[str(one), str(other)])

    assert "1 kết quả chưa ký được" in plain(page)
    assert "Đang ký 1 kết quả." in plain(page)
    assert "Do người khác duyệt" in plain(page)
    assert seen(other).row.status == Status.APPROVED


def test_several_results_are_approved_as_they_were_seen(leader: Officer) -> None:
    seen_one, changed = testing.for_approval(CITIZEN), testing.for_approval(CITIZEN)
    assert "Đồng ý" in plain(leader.get("/viec?view=to_approve"))

    versions: dict[str, Any] = {f"version-{seen_one}": "1", f"version-{changed}": "7"}
    page = plain(leader.post("/viec/phe-duyet", dossier=[str(seen_one), str(changed)], **versions))

    assert "Đã duyệt 1 kết quả. 1 hồ sơ còn lại" in page
    assert seen(seen_one).row.status == Status.APPROVED
    assert seen(changed).row.status == Status.FOR_APPROVAL


def test_work_is_given_to_a_colleague_in_one_action_and_taken_back(head: Officer, case_officer: Officer) -> None:
    tasks = [testing.task(testing.accepted(CITIZEN).dossier_id, "appraise").id for _ in range(3)]
    assert "Ngô Hồng Quân" in head.get("/viec?view=unassigned")

    page = head.post("/viec/giao", task=[str(one) for one in tasks], colleague=str(case_officer.actor.id))
    assert "Đã giao 3 việc cho Ngô Hồng Quân." in plain(page)
    assert "Của tôi 3" in plain(case_officer.get("/viec?view=mine"))

    undo = page.split('action="/can-bo/viec/hoan-tac?')[1].split('"')[0]
    assert "Đã hoàn tác 3 việc." in plain(head.post(f"/viec/hoan-tac?{undo}"))
    assert "Của tôi 0" in plain(case_officer.get("/viec?view=mine"))
    assert "Chưa chọn hồ sơ nào" in plain(head.post("/viec/hoan-tac?b=forged"))


def test_work_is_taken_for_oneself_and_counted_when_done(case_officer: Officer, reception: Officer) -> None:
    ids = [testing.filed(CITIZEN).dossier_id for _ in range(2)]
    ticked = [str(one) for one in ids]
    page = plain(reception.post("/viec/tiep-nhan", dossier=ticked, **answers_read(reception)))
    assert "Hôm nay đã xong: 2" in page
    assert str(seen(ids[0]).row.code) in reception.get("/viec/hom-nay")

    page = case_officer.post("/viec/nhan", task=str(testing.task(ids[0], "appraise").id))

    assert "Đã nhận 1 việc về mình." in plain(page)
    assert "viec/hoan-tac" in page


def test_a_list_is_narrowed_by_state_channel_due_unit_and_officer(head: Officer, case_officer: Officer) -> None:
    slip = testing.accepted(CITIZEN)
    testing.filed(CITIZEN)
    task = testing.task(slip.dossier_id, "appraise")
    head.post("/viec/giao", task=str(task.id), colleague=str(case_officer.actor.id))
    fits = (
        "status=accepted",
        "channel=online",
        "due=later",
        f"unit={task.unit_id}",
        f"officer={case_officer.actor.id}",
    )
    misses = ("status=signing", "channel=postal", "due=late", f"unit={task.id}", f"officer={head.actor.id}")

    for asked, there in [(one, True) for one in fits] + [(one, False) for one in misses]:
        page = head.get(f"/viec?view=unit&{asked}")
        assert (str(slip.dossier_id) in page) is there, asked
    for asked, there in (
        ("status=accepted", True),
        ("channel=postal", False),
        ("due=late", False),
        ("due=later", True),
    ):
        assert (str(slip.dossier_id) in head.get(f"/viec?view=all&{asked}")) is there, asked


def test_a_name_is_found_without_marks_from_its_front_and_from_the_given_name(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    testing.filed(CITIZEN)

    for words in ("nguyen thi", "lan", "thi lan", "NGUYỄN THỊ LAN", "Giấy xác nhận thử"):
        assert receipt.receipt_number in reception.get(f"/tim?q={words}&reason=visitor"), words
    assert "Không tìm thấy" in reception.get("/tim?q=thi&reason=visitor")


def test_what_nobody_knows_yet_is_grey_and_never_green(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    row = seen(receipt.dossier_id).row
    confirmed, typed = Standing(verified=3), Standing()

    assert lines.check(row, set(), confirmed)["state"] == lines.COMPLETE
    assert lines.check(row, {FileState.CLEAN}, typed)["state"] == lines.UNKNOWN
    assert lines.check(row, {FileState.QUARANTINE}, confirmed)["state"] == lines.UNKNOWN
    assert lines.check(row, set(), None)["state"] == lines.UNKNOWN
    assert lines.check(row, {FileState.UNREADABLE}, confirmed)["state"] == lines.FAULTY
    assert lines.check(row, set(), Standing(verified=3, changed=1))["state"] == lines.FAULTY
    assert "check--unknown" in reception.get("/viec?view=reception")
