"""Sense checks of the form: words, options, sources of what is known, conditions."""

import re
from typing import TYPE_CHECKING, Any

from motcua.rooms.catalogue.package_conditions import Conditions
from motcua.rooms.catalogue.package_expansion import WholeForm, fields_of
from motcua.rooms.catalogue.package_source import Source, Where
from motcua.rooms.forms.types import IN_CHECKS, IN_CONDITIONS, Field

if TYPE_CHECKING:
    from motcua.rooms.catalogue.package import Package

LONGEST_LABEL = 60
MOST_FIELDS = 5
KNOWN = {
    "person.full_name": "text",
    "person.personal_id": "personal_id",
    "person.birth_date": "date",
    "person.gender": "select",
    "person.residence": "address",
    "person.phone": "phone",
    "person.email": "email",
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


def check(package: "Package", form: WholeForm, conditions: Conditions) -> None:
    """Note faults of the form at their lines."""
    for number, page in enumerate(form.value.get("pages", [])):
        where: Where = ("pages", number)
        _plain(form, (*where, "title"), page.get("title"))
        if page.get("when"):
            _condition(form, (*where, "when"), page["when"], IN_CONDITIONS, conditions)
        if len(page["fields"]) > MOST_FIELDS:
            form.complain(
                where,
                f"The page “{page['key']}” asks {len(page['fields'])} things",
                f"Split it: at most {MOST_FIELDS} short fields a page",
            )
    rows = {group.key: {one.key: one for one in group.fields} for group in package.form.fields() if group.fields}
    parent: dict[Where, str] = {}
    for where, one in fields_of(form.value):
        parent[where] = one["key"]
        inner = rows.get(parent.get(where[:-2], ""), {})
        _field(form, where, one, conditions, inner)


def _field(form: WholeForm, where: Where, one: dict[str, Any], conditions: Conditions, rows: dict[str, Field]) -> None:
    for part in ("label", "hint"):
        _plain(form, (*where, part), one.get(part))
    label = one["label"]["vi"]
    if len(label) > LONGEST_LABEL:
        form.complain(
            (*where, "label"), f"The label has {len(label)} letters", f"Say it in {LONGEST_LABEL}, the rest in `hint:`"
        )
    for number, option in enumerate(one.get("options", [])):
        _plain(form, (*where, "options", number), option.get("label"))
    if one.get("when"):
        _condition(form, (*where, "when"), one["when"], IN_CONDITIONS, conditions, rows)
    for number, rule in enumerate(one.get("checks", [])):
        _condition(form, (*where, "checks", number, "rule"), rule["rule"], IN_CHECKS, conditions, rows)
        _plain(form, (*where, "checks", number, "words"), rule["words"])
    _options(form, where, one)
    _prefill(form, where, one)


def _options(form: WholeForm, where: Where, one: dict[str, Any]) -> None:
    values = [option["value"] for option in one.get("options", [])]
    for value in sorted({value for value in values if values.count(value) > 1}):
        form.complain((*where, "options"), f"The option “{value}” stands twice", "Remove one")
    default = one.get("default")
    for value in default if isinstance(default, list) else [default] if isinstance(default, str) else []:
        if values and value not in values:
            form.complain((*where, "default"), f"The default “{value}” is no option", f"Use one of: {', '.join(values[:20])}")


def _prefill(form: WholeForm, where: Where, one: dict[str, Any]) -> None:
    path = one.get("prefill")
    if path is None:
        return
    if path not in KNOWN:
        form.complain((*where, "prefill"), f"Nothing is known as “{path}”", f"Use one of: {', '.join(KNOWN)}")
    elif KNOWN[path] != one["kind"] and one["kind"] not in {"text", "radio"}:
        form.complain((*where, "prefill"), f"{path} is a {KNOWN[path]}, the field a {one['kind']}", "Make the kinds agree")


def _condition(
    form: WholeForm,
    where: Where,
    text: str,
    variables: dict[str, str],
    conditions: Conditions,
    rows: dict[str, Field] | None = None,
) -> None:
    scratch = Source(form.own.file)
    conditions.check(scratch, where, text, variables, "bool", rows)
    for problem in scratch.problems:
        form.complain(where, problem.what, problem.mend)


def _plain(form: WholeForm, where: Where, words: dict[str, str] | None) -> None:
    """Words a citizen reads: English there, no officialese."""
    if not words:
        return
    if not words.get("en"):
        form.complain(where, f"“{words['vi'][:40]}” has no English", "Add `en:`")
    text = words["vi"].lower()
    for wrong, right in OFFICIALESE.items():
        if re.search(rf"(?<!\w){wrong}(?!\w)", text):
            form.complain(where, f"“{wrong}” is officialese", f"Write: {right}")
