"""Sense checks of the form: words, options, sources of what is known, conditions."""

import re
from typing import Any

from motcua.rooms.catalogue.package_conditions import Conditions, choices
from motcua.rooms.catalogue.package_expansion import WholeForm, fields_of
from motcua.rooms.catalogue.package_source import Source, Where
from motcua.rooms.forms.types import IN_CHECKS, IN_CONDITIONS

LONGEST_LABEL = 60
TOP = 4  # pages, number, fields, number
MOST_FIELDS = 5
KNOWN = {
    "person.full_name": "text",
    "person.personal_id": "personal_id",
    "person.birth_date": "date",
    "person.gender": "select",
    "person.residence": "address",
    "person.phone": "phone",
    "person.email": "email",
    "person.marital_status": "radio",
    "person.spouse_full_name": "text",
    "person.spouse_personal_id": "personal_id",
    "person.spouse_birth_date": "date",
    "person.spouse_residence": "address",
    "person.marriage_number": "text",
    "person.marriage_date": "date",
    "person.marriage_place": "text",
    "person.household_head_name": "text",
    "person.household_head_id": "personal_id",
    "organisation.tax_code": "tax_code",
    "organisation.name": "text",
    "organisation.address": "address",
}
OFFICIALESE = {
    "thành phần hồ sơ": "giấy tờ cần có",
    "trình tự thực hiện": "các bước",
    "kê khai": "điền",
    "đính kèm": "gửi",
    "tệp tin": "tệp",
    "cơ quan thực hiện": "nơi giải quyết",
    "phiếu tiếp nhận": "giấy hẹn",
    "không hợp lệ": "còn thiếu hoặc sai gì",
    "đối tượng thực hiện": "ai được làm",
    "thời hạn giải quyết": "bao lâu có kết quả",
    "vui lòng": "(bỏ)",
    "quý khách": "ông/bà",
    "bạn": "ông/bà",
}


def check(form: WholeForm) -> Conditions:
    """Note faults of the form at their lines; answers what conditions elsewhere may speak about.

    Looks at what was written, so that a form whose shape is wrong still gets its other faults told.
    """
    fields = list(fields_of(form.value))
    conditions = Conditions(one for where, one in fields if len(where) == TOP)
    for number, page in enumerate(form.value.get("pages") or ()):
        if isinstance(page, dict):
            _page(form, ("pages", number), page, conditions)
    groups = {where: one for where, one in fields if one.get("fields")}
    for where, one in fields:
        around = groups.get(where[:-2])
        inner = [row for row in around["fields"] if isinstance(row, dict)] if around else []
        _field(form, where, one, conditions, choices(inner))
    return conditions


def _page(form: WholeForm, where: Where, page: dict[str, Any], conditions: Conditions) -> None:
    _plain(form, (*where, "title"), page.get("title"))
    if isinstance(page.get("when"), str):
        _condition(form, (*where, "when"), page["when"], IN_CONDITIONS, conditions)
    if len(page.get("fields") or ()) > MOST_FIELDS:
        form.complain(
            where,
            f"The page “{page.get('key')}” asks {len(page['fields'])} things",
            f"Split it: at most {MOST_FIELDS} short fields a page",
        )


def _field(
    form: WholeForm, where: Where, one: dict[str, Any], conditions: Conditions, rows: dict[str, list[str]]
) -> None:
    for part in ("label", "hint"):
        _plain(form, (*where, part), one.get(part))
    label = str(one["label"].get("vi") or "") if isinstance(one.get("label"), dict) else ""
    if len(label) > LONGEST_LABEL:
        form.complain(
            (*where, "label"), f"The label has {len(label)} letters", f"Say it in {LONGEST_LABEL}, the rest in `hint:`"
        )
    for number, option in enumerate(_mappings(one.get("options"))):
        _plain(form, (*where, "options", number), option.get("label"))
    if isinstance(one.get("when"), str):
        _condition(form, (*where, "when"), one["when"], IN_CONDITIONS, conditions, rows)
    for number, rule in enumerate(_mappings(one.get("checks"))):
        _condition(form, (*where, "checks", number, "rule"), str(rule.get("rule")), IN_CHECKS, conditions, rows)
        _plain(form, (*where, "checks", number, "words"), rule.get("words"))
    _options(form, where, one)
    _prefill(form, where, one)


def _options(form: WholeForm, where: Where, one: dict[str, Any]) -> None:
    values = [str(option.get("value")) for option in _mappings(one.get("options"))]
    for value in sorted({value for value in values if values.count(value) > 1}):
        form.complain((*where, "options"), f"The option “{value}” stands twice", "Remove one")
    default = one.get("default")
    for value in default if isinstance(default, list) else [default] if isinstance(default, str) else []:
        if values and value not in values:
            form.complain(
                (*where, "default"), f"The default “{value}” is no option", f"Use one of: {', '.join(values[:20])}"
            )


def _prefill(form: WholeForm, where: Where, one: dict[str, Any]) -> None:
    path = one.get("prefill")
    if path is None:
        return
    if path not in KNOWN:
        form.complain((*where, "prefill"), f"Nothing is known as “{path}”", f"Use one of: {', '.join(KNOWN)}")
    elif one.get("kind") not in {KNOWN[path], "text", "radio"}:
        form.complain(
            (*where, "prefill"), f"{path} is a {KNOWN[path]}, the field a {one.get('kind')}", "Make the kinds agree"
        )


def _condition(
    form: WholeForm,
    where: Where,
    text: str,
    variables: dict[str, str],
    conditions: Conditions,
    rows: dict[str, list[str]] | None = None,
) -> None:
    scratch = Source(form.own.file)
    conditions.check(scratch, where, text, variables, "bool", rows)
    for problem in scratch.problems:
        form.complain(where, problem.what, problem.mend)


def _mappings(value: Any) -> list[dict[str, Any]]:
    return [one if isinstance(one, dict) else {} for one in value] if isinstance(value, list) else []


def _plain(form: WholeForm, where: Where, words: Any) -> None:
    """Words a citizen reads: English there, no officialese."""
    if not isinstance(words, dict) or not words.get("vi"):
        return
    if not words.get("en"):
        form.complain(where, f"“{str(words['vi'])[:40]}” has no English", "Add `en:`")
    for what, mend in officialese(str(words["vi"])):
        form.complain(where, what, mend)


def officialese(text: str) -> list[tuple[str, str]]:
    """Words of the office in a text for people, with what to write instead."""
    low = text.lower()
    return [
        (f"“{wrong}” is officialese", f"Write: {right}")
        for wrong, right in OFFICIALESE.items()
        if re.search(rf"(?<!\w){wrong}(?!\w)", low)
    ]
