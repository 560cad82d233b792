"""O1: the list an officer works from."""

from motcua.faces.desk.tests.officers import CITIZEN, Officer, plain, seen
from motcua.kernel.types import SYSTEM
from motcua.rooms.documents import services as documents
from motcua.rooms.dossiers import testing
from motcua.rooms.dossiers.types import Status


def test_the_desk_opens_at_the_list_of_the_role(
    reception: Officer, head: Officer, case_officer: Officer, leader: Officer
) -> None:
    homes = ((reception, "reception"), (head, "unassigned"), (case_officer, "unit"), (leader, "to_approve"))
    for one, view in homes:
        answer = one.client.get("/can-bo/")

        assert answer["Location"] == f"/can-bo/viec?view={view}"


def test_a_new_dossier_waits_at_reception_with_its_counts(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    testing.filed(CITIZEN, code=testing.CHARGED)

    page = plain(reception.get("/viec?view=reception"))

    assert "Chờ tiếp nhận 2" in page
    assert receipt.receipt_number in page
    assert "Nguyễn Thị Lan" in page
    assert "Chưa nộp phí" in page
    assert "Tiếp nhận hồ sơ đã chọn" in page


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

    page = plain(reception.post("/viec/tiep-nhan", dossier=[*map(str, [*free, owed]), "nonsense"]))

    assert "Đã tiếp nhận 3 hồ sơ. 1 hồ sơ còn lại: chưa nộp phí." in page
    assert [seen(one).row.status for one in free] == [Status.ACCEPTED] * 3
    assert seen(owed).row.status == Status.SUBMITTED


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


def test_one_hit_of_the_search_opens_the_case(reception: Officer) -> None:
    receipt = testing.filed(CITIZEN)
    testing.filed(CITIZEN)

    answer = reception.client.get(f"/can-bo/tim?q={receipt.receipt_number.lower()}")

    assert answer["Location"] == f"/can-bo/ho-so/{receipt.dossier_id}"


def test_the_search_lists_several_and_explains_none(reception: Officer) -> None:
    testing.filed(CITIZEN)
    testing.filed(CITIZEN)

    assert "Tìm thấy 2 hồ sơ" in plain(reception.get("/tim?q=Nguyễn"))
    assert "Không tìm thấy “Lò Thị Xa”" in plain(reception.get("/tim?q=Lò Thị Xa"))
    assert "Mã hồ sơ" in plain(reception.get("/tim"))


def test_a_leader_signs_several_approved_results_at_once(leader: Officer, clerk: Officer) -> None:
    ids = [testing.for_approval(CITIZEN) for _ in range(2)]
    assert "Chờ duyệt 2" in plain(leader.get("/viec?view=to_approve"))
    for one in ids:
        leader.post(f"/ho-so/{one}/phe-duyet", version="1")
        clerk.post(f"/ho-so/{one}/cap-so")
        document = seen(one).row.result_document_id
        assert document is not None
        documents.render_now(document, by=SYSTEM, at=testing.AT)

    page = leader.get("/viec?view=to_sign")
    assert "Ký kết quả đã chọn" in page
    page = plain(leader.post("/viec/ky", dossier=[str(one) for one in ids]))

    assert "Đang ký 2 kết quả." in page
    assert [seen(one).row.status for one in ids] == [Status.SIGNING] * 2
