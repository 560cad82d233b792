import json
import unicodedata
from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from motcua.rooms.forms.kinds import KINDS, Context
from motcua.rooms.forms.types import Field

TODAY = date(2026, 11, 21)
CONTEXT = Context(TODAY)
LABEL = {"vi": "Nội dung", "en": "Content"}
OPTIONS = [{"value": v, "label": {"vi": v.upper()}} for v in ("a", "b", "c")]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
every_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def field(kind: str, **more: object) -> Field:
    extra = {"options": OPTIONS} if KINDS[kind].chooses else {}
    if kind == "repeat":
        extra = {
            "fields": [{"key": "name", "kind": "text", "label": LABEL}, {"key": "n", "kind": "number", "label": LABEL}]
        }
    return Field.model_validate({"key": "x", "kind": kind, "label": LABEL, **extra, **more})


def words(kind: str, typed: object, **more: object) -> str | None:
    one = field(kind, **more)
    wrong = KINDS[kind].check(one, KINDS[kind].parse(one, typed), CONTEXT)
    return wrong.vi if wrong else None


def held(kind: str, typed: object, **more: object) -> object:
    return KINDS[kind].parse(field(kind, **more), typed)


@every_kind
@settings(max_examples=40)
@given(typed=JSON)
def test_whatever_a_machine_sends_is_parsed_checked_and_shown(kind: str, typed: object) -> None:
    one, of = field(kind), KINDS[kind]
    value = of.parse(one, typed)

    json.dumps(value)
    if not of.empty(value):
        of.check(one, value, CONTEXT)
    assert all(isinstance(line, str) for line in of.shown(one, value))
    of.boxes(one, value)


@every_kind
@settings(max_examples=40)
@given(typed=JSON)
def test_parsing_twice_changes_nothing(kind: str, typed: object) -> None:
    once = held(kind, typed)

    assert held(kind, once) == once


@every_kind
@settings(max_examples=40)
@given(typed=st.text(max_size=40))
def test_what_a_browser_posts_is_parsed(kind: str, typed: str) -> None:
    one, of = field(kind), KINDS[kind]
    post = QueryDict(mutable=True)
    for name in ("x", "x-day", "x-month", "x-year", "x-hour", "x-minute", "x-province", "x-rows", "x-0-name"):
        post[name] = typed

    value = of.parse(one, of.gather(one, "x", post))
    assert of.empty(value) or of.check(one, value, CONTEXT) is not None or of.holds(value)


@every_kind
def test_the_example_of_a_kind_is_right(kind: str) -> None:
    of = KINDS[kind]
    example = {"select": "a", "radio": "a", "multiselect": ["a"]}.get(kind, of.example)
    if kind == "repeat":
        example = [{"name": "Gạo", "n": 1}]

    value = held(kind, example)
    assert of.holds(value)
    assert of.check(field(kind), value, CONTEXT) is None
    assert of.shown(field(kind), value)


@every_kind
def test_every_kind_describes_itself(kind: str) -> None:
    of = KINDS[kind]
    json.dumps(of.schema(field(kind)))
    assert of.macro
    assert of.missing(field(kind)).vi
    assert of.empty(of.parse(field(kind), None))
    assert of.empty(of.blank)


@given(day=st.dates(date(1850, 1, 1), date(2199, 12, 31)))
def test_a_date_is_read_in_every_way_people_write_it(day: date) -> None:
    d, m, y = day.day, day.month, day.year
    for typed in (f"{d}/{m}/{y}", f"{d}-{m}-{y}", f"{d}. {m}. {y}", f"{d:02d}{m:02d}{y}", f"{y}-{m:02d}-{d:02d}"):
        assert held("date", typed) == day.isoformat()
    assert held("date", {"day": f" {d}", "month": str(m), "year": str(y)}) == day.isoformat()
    assert held("date", {"day": f"{d}/{m}/{y}", "month": "", "year": ""}) == day.isoformat()


def test_a_missing_date_of_a_span_is_asked_for_by_the_name_of_its_question() -> None:
    span = field("date", label={"vi": "Từ ngày", "en": "From"})
    birth = field("date", label={"vi": "Ngày sinh", "en": "Date of birth"})

    assert KINDS["date"].missing(span).vi == "Ghi ngày ở mục “Từ ngày”"
    assert KINDS["date"].missing(birth).vi == "Nhập ngày sinh"


def test_what_was_typed_for_a_date_is_kept_until_it_is_mended() -> None:
    value = held("date", {"day": "31", "month": "2", "year": "2020"})

    assert KINDS["date"].boxes(field("date"), value) == {"day": "31", "month": "2", "year": "2020"}


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("personal_id", "00119001234", "Số định danh phải có 12 chữ số. Số vừa nhập có 11"),
        ("personal_id", "00119001234a", "Số định danh chỉ có chữ số. Vừa nhập: 00119001234a"),
        ("date", "31/2/2020", "Ngày 31/2 không có. Ví dụ đúng: 27/3/1960"),
        ("date", {"day": "3", "month": "", "year": "1960"}, "Điền thêm tháng. Ví dụ đúng: 27/3/1960"),
        (
            "date",
            {"day": "3", "month": "4", "year": "60"},
            "Năm viết đủ 4 chữ số, vừa nhập “60”. Ví dụ đúng: 27/3/1960",
        ),
        (
            "date",
            {"day": "ba", "month": "4", "year": "1960"},
            "Ngày, tháng, năm nhập bằng chữ số. Ví dụ đúng: 27/3/1960",
        ),
        ("month", "13/2026", "Nhập tháng từ 1 đến 12 và năm đủ 4 chữ số. Ví dụ: 3/2026"),
        ("time", "25:00", "Nhập giờ từ 0 đến 23 và phút từ 0 đến 59. Ví dụ: 8 giờ 30"),
        ("phone", "091234567", "Số điện thoại phải có 10 chữ số. Số vừa nhập có 9"),
        ("phone", "9123456789", "Số điện thoại bắt đầu bằng số 0. Ví dụ: 0912 345 678"),
        ("email", "lan.example.vn", "Địa chỉ thư điện tử phải có dấu @. Ví dụ: lan@example.vn"),
        ("email", "lan@example", "Sau dấu @ phải có tên miền, ví dụ gmail.com. Vừa nhập: example"),
        (
            "tax_code",
            "031234567",
            "Mã số thuế phải có 10 chữ số, hoặc 10 chữ số rồi -001 với chi nhánh. Số vừa nhập có 9",
        ),
        ("number", "mười", "“mười” không phải là số. Nhập bằng chữ số, ví dụ: 12"),
        ("money", "1,5 triệu", "“1,5 triệu” chưa phải là số tiền. Nhập số đồng chẵn, ví dụ: 115.000"),
        ("select", "d", "Chọn nội dung trong danh sách"),
        ("address", {"province": "79"}, "Chọn xã, phường hoặc đặc khu của nội dung"),
        ("text", "a" * 501, "Rút gọn còn 500 ký tự. Vừa nhập 501 ký tự"),
    ],
)
def test_a_fault_says_what_is_wrong_and_how_to_mend_it(kind: str, typed: object, sentence: str) -> None:
    assert words(kind, typed) == sentence


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("personal_id", " 001 190-012.345 ", "001190012345"),
        ("phone", "+84 912 345 678", "0912345678"),
        ("phone", "(0912) 345.678", "0912345678"),
        ("phone", "028 3829 7052", "02838297052"),
        ("number", "1.234", 1234),
        ("number", "97,3", 97.3),
        ("number", "1.234.567,5", 1234567.5),
        ("number", "2.5", 2.5),
        ("number", "12.0", 12),
        ("money", "115.000 đồng", 115_000),
        ("money", "115,000đ", 115_000),
        ("money", "115000 VND", 115_000),
        ("tax_code", "0312345678001", "0312345678-001"),
        ("email", " Lan@Example.VN ", "Lan@example.vn"),
        ("month", "3/2026", "2026-03"),
        ("month", {"month": "03/2026", "year": ""}, "2026-03"),
        ("time", "8h30", "08:30"),
        ("time", {"hour": "8", "minute": ""}, "08:00"),
        ("datetime", {"day": "21", "month": "11", "year": "2026", "hour": "8", "minute": "5"}, "2026-11-21T08:05"),
        ("multiselect", ["c", "a", "a"], ["a", "c"]),
        ("checkbox", "yes", True),
        ("text", "  Nguyễn \t Thị  Lan\n", "Nguyễn Thị Lan"),
        ("textarea", "a  b\r\n\r\nc", "a b\n\nc"),
        ("text", "a\u0000b\u200b", "ab"),
    ],
)
def test_people_write_as_they_like(kind: str, typed: object, value: object) -> None:
    assert held(kind, typed) == value
    assert words(kind, typed) is None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_text_is_kept_in_composed_letters(typed: str) -> None:
    value = held("text", typed)

    assert isinstance(value, str)
    assert unicodedata.is_normalized("NFC", value)
    assert "\x00" not in value


@given(st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9).map(lambda x: round(x, 4)))
def test_a_number_reads_back_as_it_was_shown(number: float) -> None:
    shown = KINDS["number"].boxes(field("number"), number)

    assert held("number", shown) == pytest.approx(number)


@pytest.mark.parametrize(
    ("limits", "typed", "sentence"),
    [
        ({"max_date": "today"}, "22/11/2026", "Nhập ngày không sau 21/11/2026. Ngày vừa nhập là 22/11/2026"),
        ({"max_date": "today-18y"}, "22/11/2008", "Nhập ngày không sau 21/11/2008. Ngày vừa nhập là 22/11/2008"),
        ({"max_date": "today-18y"}, "21/11/2008", None),
        ({"min_date": "today-12m"}, "20/11/2025", "Nhập ngày từ 21/11/2025 trở đi. Ngày vừa nhập là 20/11/2025"),
        ({"max_date": "today+30d"}, "21/12/2026", None),
        ({"min_date": "2000-01-01"}, "31/12/1999", "Nhập ngày từ 1/1/2000 trở đi. Ngày vừa nhập là 31/12/1999"),
        ({"max_date": "from_date+2y"}, "2/3/2028", "Nhập ngày không sau 1/3/2028. Ngày vừa nhập là 2/3/2028"),
        ({"max_date": "to_date"}, "1/1/2030", None),
    ],
)
def test_bounds_of_a_date_may_move_with_today_and_with_other_answers(
    limits: dict[str, str], typed: str, sentence: str | None
) -> None:
    one, of = field("date", limits=limits), KINDS["date"]

    wrong = of.check(one, of.parse(one, typed), Context(TODAY, {"from_date": "2026-03-01", "to_date": ""}))
    assert (wrong.vi if wrong else None) == sentence


def test_a_year_alone_is_enough_where_the_definition_says_so() -> None:
    assert held("date", {"day": "", "month": "", "year": "1950"}, limits={"year_only": True}) == "1950"
    assert words("date", {"day": "", "month": "", "year": "1950"}, limits={"year_only": True}) is None
    assert words("date", {"day": "", "month": "", "year": "1950"}) == "Điền thêm ngày. Ví dụ đúng: 27/3/1960"


@pytest.mark.parametrize(
    ("limits", "typed", "sentence"),
    [
        ({"min": 1, "max": 20}, "21", "Nhập số từ 1 đến 20. Số vừa nhập là 21"),
        ({"min": 1}, "0", "Nhập số từ 1 trở lên. Số vừa nhập là 0"),
        ({"max": 1000}, "1.001", "Nhập số không quá 1.000. Số vừa nhập là 1.001"),
    ],
)
def test_bounds_of_a_number_are_told_with_the_number(limits: dict[str, int], typed: str, sentence: str) -> None:
    assert words("number", typed, limits=limits) == sentence


def test_a_pattern_may_allow_older_papers() -> None:
    old = {"limits": {"pattern": r"^(\d{9}|\d{12})$"}}

    assert words("personal_id", "012345678", **old) is None
    assert words("personal_id", "0123456789", **old) == "Số định danh phải có 12 chữ số. Số vừa nhập có 10"


def test_a_pattern_that_is_one_class_counted_means_the_same_as_in_the_engine() -> None:
    name = {"limits": {"pattern": r"^[^\d!@#$%^&*()_+=<>?]{2,100}$"}, "hint": {"vi": "Chỉ có chữ cái"}}

    assert words("text", "Nguyễn Thị Lan", **name) is None
    assert words("text", "Lan 2", **name) == "Xem lại nội dung. Chỉ có chữ cái"
    assert words("text", "L", **name) is not None
    assert words("text", "L" * 101, **name) is not None


@pytest.mark.parametrize("pattern", [r"^(?!x).*$", r"(a)\1", "(", "a{5000}"])
def test_a_pattern_that_could_run_away_is_refused_at_authoring(pattern: str) -> None:
    with pytest.raises(ValidationError, match="pattern cannot be used"):
        field("text", limits={"pattern": pattern})


@pytest.mark.parametrize(
    ("kind", "more", "complaint"),
    [
        ("text", {"limits": {"max_date": "today"}}, "a text has no max_date"),
        ("select", {"options": []}, "a select needs options"),
        ("text", {"options": OPTIONS}, "a text has no options"),
        ("date", {"limits": {"max_date": "tomorrow!"}}, "write an ISO date"),
        ("repeat", {"fields": []}, "needs fields for its rows"),
        ("text", {"when": "answers.x ="}, "Syntax error"),
        ("text", {"checks": [{"rule": "value + 1", "words": {"vi": "x"}}]}, "answers int, but bool is needed"),
    ],
)
def test_a_field_that_asks_what_its_kind_cannot_do_is_refused(
    kind: str, more: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ValidationError, match=complaint):
        field(kind, **more)


def test_rows_are_gathered_with_any_kind_of_field_inside() -> None:
    goods = field(
        "repeat",
        fields=[
            {"key": "name", "kind": "text", "label": LABEL},
            {"key": "made", "kind": "date", "label": LABEL},
            {"key": "new", "kind": "checkbox", "label": LABEL},
        ],
    )
    post = QueryDict("x-rows=2&x-0-name=Gạo&x-0-made-day=1&x-0-made-month=2&x-0-made-year=2026&x-0-new=yes")

    rows = KINDS["repeat"].parse(goods, KINDS["repeat"].gather(goods, "x", post))
    assert rows == [{"name": "Gạo", "made": "2026-02-01", "new": True}, {"name": "", "made": "", "new": False}]


def test_english_words_exist_for_every_fault() -> None:
    one, of = field("personal_id"), KINDS["personal_id"]
    wrong = of.check(one, "123", CONTEXT)

    assert wrong is not None
    assert wrong.of("en") == "A personal identification number must have 12 digits. The number entered has 3"
