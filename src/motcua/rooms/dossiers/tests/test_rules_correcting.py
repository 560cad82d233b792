"""What a result prints and how a right one differs from a wrong one."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from motcua.rooms.catalogue.package import ResultDocument
from motcua.rooms.dossiers.rules.amending import fixed, naming
from motcua.rooms.dossiers.rules.correcting import Said, differences, may_follow, printed
from motcua.rooms.dossiers.testing import RESULT
from motcua.rooms.dossiers.types import CorrectionState
from motcua.rooms.forms.testing import FILLED, THREE_PAGES
from motcua.rooms.forms.types import FormDefinition

FORM = FormDefinition.model_validate(THREE_PAGES | {"key": "trial"})
FIELDS = ResultDocument.model_validate(RESULT).fields


def granted(text: str, **answers: Any) -> Said:
    return Said("granted", {"result_text": text}, {**FILLED, **answers})


def test_a_document_prints_what_its_source_names() -> None:
    source = 'Người: #d.answers.full_name, #shown("purpose"). Số: #d.number'

    assert printed(source, FORM, who=()) == tuple(
        field.key for field in FORM.fields() if field.key in {"full_name", "purpose"}
    )
    assert "full_name" in printed("Kính gửi #d.applicant.name", FORM, who=naming(FORM, FILLED))
    assert printed("Kính gửi ai đó", FORM, who=naming(FORM, FILLED)) == ()


def test_who_applies_is_read_from_the_name_and_the_number() -> None:
    assert naming(FORM, FILLED) <= fixed(FORM, FILLED)
    assert "phone" not in fixed(FORM, FILLED)


@given(st.text(max_size=20))
def test_the_same_result_differs_in_nothing(text: str) -> None:
    assert differences(FORM, FIELDS, granted(text), granted(text)) == []


def test_old_and_new_are_told_line_by_line() -> None:
    found = differences(FORM, FIELDS, granted("Sai"), granted("Đúng", full_name="Nguyễn Thị Lán"))

    assert [(one.field, one.after) for one in found] == [("result_text", "Đúng"), ("full_name", "Nguyễn Thị Lán")]


def test_another_decision_tells_what_stood_in_each() -> None:
    refused = Said("refused", {"ground": "not_true", "reason": "Không đúng"}, FILLED)

    found = {one.field: (one.before, one.after) for one in differences(FORM, FIELDS, refused, granted("Đủ"))}

    assert found["kind"] == ("Từ chối giải quyết", "Đồng ý giải quyết")
    assert found["ground"] == ("Kết quả xác minh không đúng với nội dung đã khai", "")
    assert found["reason"] == ("Không đúng", "")
    assert found["result_text"] == ("", "Đủ")
    assert "guidance" not in found


def test_a_procedure_without_fields_of_its_own_is_corrected_by_what_it_prints() -> None:
    found = differences(FORM, (), granted("", full_name="A"), granted("", full_name="B"))

    assert [one.field for one in found] == ["full_name"]


def test_a_correction_that_is_signed_is_over() -> None:
    assert may_follow("requested", CorrectionState.DRAFTED)
    assert not any(may_follow("corrected", one) for one in CorrectionState)
