from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from motcua.rooms.forms import logic
from motcua.rooms.forms.testing import FILLED, THREE_PAGES, three_pages
from motcua.rooms.forms.types import FormDefinition, Known

TODAY = date(2026, 11, 21)
SEEN_AT = datetime(2026, 11, 1, tzinfo=UTC)
VERIFIED = Known("national_population_db", SEEN_AT, verified=True)
FORM = three_pages()


def faults(answers: dict[str, object]) -> dict[str, str]:
    return {fault.field: fault.words.vi for fault in logic.check(FORM, answers, today=TODAY)}


def shown(answers: dict[str, object]) -> set[str]:
    return set(logic.look(FORM, answers, today=TODAY).fields)


def small(*fields: dict[str, object]) -> FormDefinition:
    whole = [{"kind": "text", "label": {"vi": str(f["key"])}, **f} for f in fields]
    return FormDefinition.model_validate({"key": "f", "pages": [{"key": "p", "title": {"vi": "P"}, "fields": whole}]})


def test_a_filled_form_has_no_fault() -> None:
    assert faults(FILLED) == {}


def test_all_faults_come_at_once_in_the_order_of_the_form() -> None:
    assert list(faults({})) == ["full_name", "personal_id", "birth_date", "phone", "purpose", "delivery", "truth"]


def test_a_missing_answer_is_asked_for_by_its_name() -> None:
    words = faults({})

    assert words["phone"] == "Nhập số điện thoại"
    assert words["delivery"] == "Chọn cách nhận kết quả"
    assert words["truth"] == "Đánh dấu vào ô “Tôi cam đoan nội dung khai là đúng”"


def test_a_rule_of_the_author_speaks_in_his_words() -> None:
    assert faults({**FILLED, "birth_date": "2010-01-01"}) == {"birth_date": "Người yêu cầu phải đủ 18 tuổi"}


def test_a_field_is_required_only_while_it_is_shown() -> None:
    assert "purpose_other" not in faults({**FILLED, "purpose": "marriage"})
    assert faults({**FILLED, "purpose": "other"}) == {"purpose_other": "Nhập việc khác là việc gì"}


def test_a_hidden_answer_is_kept_but_does_not_leave() -> None:
    answers = {**FILLED, "purpose_other": "Vay vốn"}

    assert "purpose_other" not in logic.submitted(FORM, answers, today=TODAY)
    assert logic.submitted(FORM, {**answers, "purpose": "other"}, today=TODAY)["purpose_other"] == "Vay vốn"


def test_an_unanswered_field_counts_as_its_default() -> None:
    assert logic.submitted(FORM, FILLED, today=TODAY)["copies"] == 1
    assert "wedding_date" in shown({**FILLED, "copies": 2})


def test_an_emptied_field_does_not_fall_back_to_its_default() -> None:
    assert faults({**FILLED, "copies": None}) == {"copies": "Nhập số bản cần cấp"}


def test_conditions_do_not_see_what_could_not_be_read() -> None:
    assert "wedding_date" not in shown({**FILLED, "copies": "hai"})
    assert faults({**FILLED, "copies": "hai"})["copies"].startswith("“hai” không phải là số")


def test_hiding_one_field_hides_those_that_hang_on_it() -> None:
    form = small({"key": "a"}, {"key": "b", "when": "answers.a == 'x'"}, {"key": "c", "when": "answers.b == 'y'"})

    assert logic.look(form, {"a": "x", "b": "y"}, today=TODAY).fields == {"a", "b", "c"}
    assert logic.look(form, {"a": "z", "b": "y"}, today=TODAY).fields == {"a"}


def test_conditions_that_bite_their_tail_still_end() -> None:
    form = small({"key": "a", "when": "answers.b == ''"}, {"key": "b", "when": "answers.a == ''"})

    assert logic.look(form, {"a": "x", "b": "y"}, today=TODAY).fields <= {"a", "b"}


def test_a_page_whose_answers_are_all_known_and_verified_is_skipped() -> None:
    known = dict.fromkeys(("full_name", "personal_id", "birth_date", "phone"), VERIFIED)
    states = logic.pages(FORM, FILLED, known, today=TODAY)

    assert [(s.key, s.skipped, s.number, s.total) for s in states] == [
        ("applicant", True, 0, 2),
        ("purpose", False, 1, 2),
        ("delivery", False, 2, 2),
    ]


def test_a_value_reported_wrong_is_asked_again() -> None:
    known = dict.fromkeys(("full_name", "personal_id", "birth_date", "phone"), VERIFIED)
    known["phone"] = Known("account", SEEN_AT, disputed=True, was="0912345678")
    page = logic.pages(FORM, FILLED, known, today=TODAY)[0]

    assert not page.skipped
    assert [state.field.key for state in page.fields if state.asked] == ["phone"]


def test_a_known_value_can_be_opened_for_change() -> None:
    known = dict.fromkeys(("full_name", "personal_id", "birth_date", "phone"), VERIFIED)
    page = logic.pages(FORM, FILLED, known, today=TODAY, opened=frozenset({"phone"}))[0]

    assert [state.field.key for state in page.fields if state.asked] == ["phone"]


def test_a_page_is_complete_once_the_person_has_been_there() -> None:
    states = logic.pages(FORM, FILLED, today=TODAY)
    assert not any(state.complete for state in states)

    been = {**FILLED, "_done.applicant": True, "_done.purpose": True}
    after = logic.next_page(logic.pages(FORM, been, today=TODAY))
    assert after is not None
    assert after.key == "delivery"


def test_the_next_page_leaves_out_those_that_are_known() -> None:
    known = dict.fromkeys(("delivery", "truth"), VERIFIED)
    states = logic.pages(FORM, FILLED, known, today=TODAY)

    assert logic.next_page(states, after="applicant") == states[1]
    assert logic.next_page(states, after="purpose") is None


def test_one_page_is_read_and_only_what_changed_is_told() -> None:
    post = QueryDict("purpose=other&purpose_other=  Vay   vốn &copies=1")
    parsed = logic.parse(FORM, "purpose", post, FILLED, today=TODAY)

    assert parsed.changes == {"purpose": "other", "purpose_other": "Vay vốn"}
    assert parsed.answers["full_name"] == "Nguyễn Thị Lan"
    assert parsed.faults == []


def test_fields_that_were_not_on_the_page_keep_their_answers() -> None:
    parsed = logic.parse(FORM, "purpose", QueryDict("purpose=marriage"), {**FILLED, "copies": 3}, today=TODAY)

    assert "copies" not in parsed.changes


def test_a_tab_writes_only_what_it_touched() -> None:
    seen = {key: logic.mark(FORM.by_key[key], FILLED.get(key)) for key in ("purpose", "copies")}
    meanwhile = {**FILLED, "copies": 7}

    parsed = logic.parse(FORM, "purpose", QueryDict("purpose=other&copies=1"), meanwhile, today=TODAY, seen=seen)
    assert parsed.changes == {"purpose": "other"}
    assert parsed.answers["copies"] == 7


def test_a_field_saved_while_typing_is_read_alone() -> None:
    post = QueryDict("birth_date-day=1&birth_date-month=5&birth_date-year=1990")

    assert logic.parse_some(FORM, ["birth_date", "nobody", "truth"], post, {}) == {
        "birth_date": "1990-05-01",
        "truth": False,
    }


def test_a_page_with_only_an_optional_fact_left_is_skipped() -> None:
    form = FormDefinition.model_validate(
        {
            "key": "f",
            "pages": [
                {
                    "key": "contact",
                    "title": {"vi": "Liên hệ"},
                    "fields": [
                        {"key": "phone", "kind": "phone", "label": {"vi": "Điện thoại"}, "required": True},
                        {"key": "email", "kind": "email", "label": {"vi": "Thư"}, "prefill": "person.email"},
                    ],
                }
            ],
        }
    )
    answers, known = {"phone": "0912345678"}, {"phone": VERIFIED}

    assert logic.pages(form, answers, known, today=TODAY)[0].skipped
    assert not logic.pages(form, answers, known, today=TODAY, opened=frozenset({"email"}))[0].skipped


def test_rows_see_their_own_fields_first() -> None:
    form = small(
        {"key": "limit", "kind": "number"},
        {
            "key": "goods",
            "kind": "repeat",
            "required": True,
            "fields": [
                {"key": "name", "kind": "text", "label": {"vi": "Tên hàng"}, "required": True},
                {
                    "key": "weight",
                    "kind": "number",
                    "label": {"vi": "Khối lượng"},
                    "checks": [{"rule": "value <= answers.limit", "words": {"vi": "Nặng quá"}}],
                },
                {
                    "key": "why",
                    "kind": "text",
                    "label": {"vi": "Lý do"},
                    "required": True,
                    "when": "answers.weight > 5",
                },
            ],
        },
    )
    answers = {"limit": 10, "goods": [{"name": "Gạo", "weight": 3}, {"name": "", "weight": 12}]}

    found = [(f.field, f.id, f.words.vi) for f in logic.check(form, answers, today=TODAY)]
    assert found == [
        ("goods.1.name", "goods-1-name", "Nhập tên hàng"),
        ("goods.1.weight", "goods-1-weight", "Nặng quá"),
        ("goods.1.why", "goods-1-why", "Nhập lý do"),
    ]


def test_a_check_that_leans_on_an_empty_answer_waits() -> None:
    form = small(
        {"key": "a", "kind": "number"},
        {
            "key": "b",
            "kind": "number",
            "checks": [{"rule": "value > answers.a", "words": {"vi": "Phải lớn hơn a"}}],
        },
    )

    assert logic.check(form, {"b": 1}, today=TODAY) == []
    assert [f.field for f in logic.check(form, {"a": 2, "b": 1}, today=TODAY)] == ["b"]


def test_the_check_page_shows_words_and_where_they_came_from() -> None:
    pages = logic.summary(FORM, FILLED, {"full_name": VERIFIED}, today=TODAY)

    assert [page.page for page in pages] == ["applicant", "purpose", "delivery"]
    rows = {row.field: row for page in pages for row in page.rows}
    assert rows["birth_date"].lines == ("1/5/1990",)
    assert rows["personal_id"].lines == ("001 190 012 345",)
    assert rows["purpose"].lines == ("Đăng ký kết hôn",)
    assert rows["full_name"].known == VERIFIED
    assert "purpose_other" not in rows


def test_other_conditions_see_every_field_of_the_form() -> None:
    seen = logic.conditions_see(FORM, {}, today=TODAY)

    assert seen == {
        "full_name": "",
        "personal_id": "",
        "birth_date": "",
        "phone": "",
        "purpose": "",
        "purpose_other": "",
        "copies": 1,
        "wedding_date": "",
        "delivery": "",
        "delivery_address": {},
        "truth": False,
    }


def test_answers_of_a_machine_are_brought_to_canonical_form() -> None:
    typed = {"birth_date": "1/5/1990", "personal_id": "001 190 012 345", "nonsense": 1}

    assert logic.normalise(FORM, typed) == {"birth_date": "1990-05-01", "personal_id": "001190012345"}
    assert logic.unknown_keys(FORM, typed) == ["nonsense"]


@given(
    st.dictionaries(
        st.sampled_from(sorted(FORM.by_key)),
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=10)
        | st.lists(st.text(max_size=3), max_size=2)
        | st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
    )
)
def test_no_answer_breaks_the_logic(typed: dict[str, object]) -> None:
    answers = logic.normalise(FORM, typed)

    found = logic.check(FORM, answers, today=TODAY)
    assert all(fault.words.vi for fault in found)
    logic.summary(FORM, answers, today=TODAY)
    logic.pages(FORM, answers, today=TODAY)
    assert set(logic.submitted(FORM, answers, today=TODAY)) <= set(FORM.by_key)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda f: f["pages"][0]["fields"][0].update(kind="colour"), "there is no kind “colour”"),
        (lambda f: f["pages"][0]["fields"][0].update(colour="red"), "Extra inputs"),
        (lambda f: f["pages"][1]["fields"][0].update(key="phone"), "two fields are called phone"),
        (lambda f: f["pages"][1].update(key="applicant"), "two pages have the same key"),
        (lambda f: f["pages"][1].update(when="answers.nobody == 1"), "answers.nobody is not a field of this form"),
        (lambda f: f["pages"][1].update(when="answers.copies"), None),
        (lambda f: f["pages"][1].update(when="'a'"), "answers string, but bool is needed"),
    ],
)
def test_a_definition_with_a_fault_is_refused(spoil: object, complaint: str | None) -> None:
    form = FormDefinition.model_validate(THREE_PAGES).model_dump(mode="json")
    spoil(form)  # type: ignore[operator]

    if complaint is None:
        FormDefinition.model_validate(form)
        return
    with pytest.raises(ValidationError, match=complaint):
        FormDefinition.model_validate(form)


def test_a_definition_survives_being_stored() -> None:
    assert FormDefinition.model_validate(FORM.model_dump(mode="json")) == FORM
