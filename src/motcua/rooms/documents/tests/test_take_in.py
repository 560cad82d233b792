"""Files come in through quarantine; whoever may not see them sees nothing."""

import os
from datetime import UTC, datetime
from uuid import UUID

import pytest

from motcua.kernel import events
from motcua.kernel.errors import Refused
from motcua.kernel.ids import new_id
from motcua.kernel.tenancy import scope
from motcua.kernel.types import SYSTEM, Actor
from motcua.rooms.documents import handlers, pictures, queries, services, testing
from motcua.rooms.documents.events import FileInspected, FileTakenIn
from motcua.rooms.documents.models import File
from motcua.rooms.documents.services import files as file_services
from motcua.rooms.documents.types import DOCX, PDF, FileLimits, FileState

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def test_a_file_waits_in_quarantine_until_it_was_inspected(huong: Actor) -> None:
    body = testing.small_pdf(2)
    taken = services.take_in(body, "đơn.pdf", owner_id=huong.person_id, purpose="ly-hon", by=huong, at=NOON)

    assert (taken.state, taken.media_type) == (FileState.QUARANTINE, PDF)
    with scope(huong), pytest.raises(Refused, match=r"file\.not-ready"):
        queries.content(taken.id, by=huong, purpose="look")

    seen = services.inspect_now(taken.id, by=huong, at=NOON)

    assert (seen.state, seen.pages, seen.words) == (FileState.CLEAN, 2, "")
    with scope(huong):
        assert queries.content(taken.id, by=huong, purpose="look") == body
    with scope(SYSTEM):
        assert [type(f) for f in events.history(taken.id)] == [FileTakenIn, FileInspected]


def test_a_file_looked_into_first_is_stored_as_what_it_is(huong: Actor) -> None:
    taken = services.take_in_looked_at(testing.small_pdf(2), "đơn", owner_id=huong.person_id, by=huong, at=NOON)

    assert (taken.state, taken.pages, taken.name) == (FileState.CLEAN, 2, "đơn.pdf")
    with scope(SYSTEM):
        assert [type(f) for f in events.history(taken.id)] == [FileInspected]


def test_the_bytes_on_the_disk_are_not_those_handed_in(huong: Actor) -> None:
    body = testing.small_jpeg()

    taken = services.take_in(body, "ảnh.jpg", owner_id=huong.person_id, by=huong, at=NOON)

    with scope(huong):
        row = File.objects.get(id=taken.id)
        from motcua.kernel import files

        assert body[:64] not in files.store()._path(row.blob).read_bytes()


def test_a_stranger_learns_not_even_that_a_file_exists(huong: Actor) -> None:
    taken = testing.clean_file(huong)
    stranger = testing.citizen("Người Lạ")

    for ask in (queries.file, lambda i, by: queries.content(i, by=by, purpose="x")):
        with scope(stranger), pytest.raises(Refused, match=r"act\.out-of-reach"):
            ask(taken.id, by=stranger)
    with pytest.raises(Refused, match=r"act\.out-of-reach"):
        services.discard(taken.id, by=stranger, at=NOON)


def test_row_level_security_hides_a_file_even_from_plain_sql(huong: Actor, office: UUID) -> None:
    testing.clean_file(huong)

    with scope(testing.officer("case_officer", office)):
        assert File.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "file.empty"),
        (b"MZ\x90\x00" + b"0" * 100, "file.wrong-type"),
        (b"\x00\x00\x00\x18ftypheic" + b"0" * 100, "file.wrong-type"),
        (b"\xff\xd8\xff" + b"0" * 11 * 1024 * 1024, "file.picture-too-big"),
        (b"%PDF-1.7" + b"0" * 26 * 1024 * 1024, "file.too-big"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_the_door(huong: Actor, body: bytes, code: str) -> None:
    with pytest.raises(Refused) as no:
        services.take_in(body, "x.pdf", owner_id=huong.person_id, by=huong, at=NOON)

    assert no.value.code == code
    assert "{" not in no.value.words("vi")
    assert "…" not in no.value.words("vi")


def test_the_words_say_what_is_wrong_and_how_to_mend_it(huong: Actor) -> None:
    with pytest.raises(Refused) as no:
        services.take_in(b"\xff\xd8\xff" + b"0" * (18 << 20), "ảnh.jpg", owner_id=huong.person_id, by=huong, at=NOON)

    assert no.value.words("vi").startswith("Ảnh nặng 18 MB, tối đa 10 MB. Bấm Thu nhỏ")


def test_a_procedure_may_allow_other_kinds_of_file(huong: Actor) -> None:
    with pytest.raises(Refused, match="wrong-type"):
        services.take_in(
            testing.small_pdf(), "x.pdf", owner_id=huong.person_id, limits=FileLimits(media_types=(DOCX,)),
            by=huong, at=NOON,
        )  # fmt: skip


def test_files_not_yet_submitted_fill_a_quota(huong: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_services, "LOOSE_BYTES", 2_000)
    services.take_in(testing.small_pdf(), "1.pdf", owner_id=huong.person_id, by=huong, at=NOON)

    with pytest.raises(Refused, match="quota-full"):
        services.take_in(testing.small_pdf(9), "2.pdf", owner_id=huong.person_id, by=huong, at=NOON)


def test_files_are_bound_to_a_dossier_all_or_none(huong: Actor, office: UUID) -> None:
    good, fresh = testing.clean_file(huong), testing.clean_file(huong)
    waiting = services.take_in(testing.small_pdf(), "chờ.pdf", owner_id=huong.person_id, by=huong, at=NOON)
    dossier = new_id()

    with pytest.raises(Refused, match=r"file\.not-ready"):
        services.attach([good.id, waiting.id], subject_id=dossier, agency_id=office, by=huong, at=NOON)
    with pytest.raises(Refused, match=r"file\.out-of-reach"):
        services.attach([good.id, new_id()], subject_id=dossier, agency_id=office, by=huong, at=NOON)
    bound = services.attach([fresh.id, good.id], subject_id=dossier, agency_id=office, by=huong, at=NOON)

    assert [f.id for f in bound] == [fresh.id, good.id]
    with scope(testing.officer("case_officer", office)) as _:
        reader = testing.officer("case_officer", office)
        assert len(queries.files_of(dossier, by=reader)) == 2
    with pytest.raises(Refused, match="already-attached"):
        services.discard(good.id, by=huong, at=NOON)


def test_a_loose_file_can_be_taken_back(huong: Actor) -> None:
    taken = testing.clean_file(huong)

    services.discard(taken.id, by=huong, at=NOON)

    with scope(huong):
        assert queries.files_by_id([taken.id], by=huong) == []


def test_a_verdict_is_given_once(huong: Actor) -> None:
    taken = testing.clean_file(huong)

    again = services.inspect(taken.id, by=SYSTEM, at=NOON)

    assert again.state == FileState.CLEAN
    with scope(SYSTEM):
        assert [type(f) for f in events.history(taken.id)].count(FileInspected) == 1


def test_pages_are_shown_as_pictures_and_kept_encrypted(huong: Actor) -> None:
    taken = testing.clean_file(huong)

    with scope(huong):
        first = queries.page_image(taken.id, 1, by=huong, width=800)
        again = queries.page_image(taken.id, 1, by=huong, width=800)
        path = pictures.place(f"{File.objects.get(id=taken.id).blob}-1-800")
        with pytest.raises(Refused, match="no-picture"):
            queries.page_image(taken.id, 2, by=huong, width=800)

    assert first.startswith(b"\x89PNG")
    assert again == first
    assert b"PNG" not in path.read_bytes()


def test_pictures_nobody_looks_at_are_dropped(huong: Actor) -> None:
    taken = testing.clean_file(huong)
    with scope(huong):
        queries.page_image(taken.id, 1, by=huong, width=160)
        path = pictures.place(f"{File.objects.get(id=taken.id).blob}-1-160")
    os.utime(path, (1, 1))

    assert handlers.sweep_renditions(NOON) >= 1
    assert not path.exists()


def test_an_officer_reading_a_file_leaves_a_trace_for_its_owner(huong: Actor, office: UUID) -> None:
    taken = testing.clean_file(huong)
    services.attach([taken.id], subject_id=new_id(), agency_id=office, by=huong, at=NOON)
    reader = testing.officer("case_officer", office)

    with scope(reader):
        queries.content(taken.id, by=reader, purpose="H29.1-261120-0001")

    from django.db import connection

    with scope(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select entry::jsonb -> 'notes' ->> 'purpose' from kernel_audit where kind = 'read' and owner_id = %s",
            [huong.person_id],
        )
        assert cursor.fetchall() == [("H29.1-261120-0001",)]
