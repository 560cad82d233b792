"""The parts as the other faces call them: whatever a person typed is shown, never run; ids and names are as promised."""

from typing import Any

import pytest
from django.template import engines
from django.utils import translation

from motcua.faces.kit import markup

EVIL = '"><script>alert(1)</script>'


def field(**more: Any) -> dict[str, Any]:
    plain = {"name": "who", "id": "f-who", "label": "Họ tên", "hint": None, "value": None, "error": None}
    return {**plain, "required": True, "options": [], "attrs": {}, "kind": "text", **more}


def drawn(source: str, **values: Any) -> str:
    return str(engines["jinja2"].from_string('{% import "kit/forms.html" as forms %}' + source).render(values))


KINDS = [
    "text", "textarea", "number", "money", "date", "month", "time", "select", "radio", "multiselect", "checkbox",
    "phone", "email", "national_id", "tax_code", "address", "file",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_empty_with_its_first_control_under_the_promised_id(kind: str) -> None:
    one = field(kind=kind, options=[("a", "A", None)], provinces=[], communes=[])

    html = drawn("{{ forms.any(f) }}", f=one)

    assert 'id="f-who"' in html
    assert 'data-field="who"' in html


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_is_shown_and_never_run(kind: str) -> None:
    values: dict[str, Any] = {
        "date": {"day": EVIL}, "month": {"month": EVIL}, "time": {"hour": EVIL}, "address": {"detail": EVIL},
        "multiselect": [EVIL], "checkbox": True,
        "file": [{"id": "1", "name": EVIL, "size": 1, "state": "refused", "reason": EVIL}],
    }  # fmt: skip
    one = field(
        kind=kind, value=values.get(kind, EVIL), error=EVIL, hint=EVIL, label=EVIL,
        options=[(EVIL, EVIL, EVIL)], provinces=[], communes=[], attrs={"placeholder": EVIL},
    )  # fmt: skip

    assert "<script>" not in drawn("{{ forms.any(f) }}", f=one)


def test_an_error_is_tied_to_its_control() -> None:
    html = drawn("{{ forms.text(f) }}", f=field(error="Nhập họ tên", hint="Đủ dấu"))

    assert 'aria-describedby="f-who-hint f-who-error"' in html
    assert 'aria-invalid="true"' in html


def test_attributes_are_bare_left_out_or_escaped() -> None:
    html = markup.html_attrs({"data-a": True, "b": None, "c": False, "d": 3, "e": '"'}, without=("d",))

    assert html == ' data-a e="&#34;"'


def test_values_in_a_sentence_are_escaped_and_a_percent_sign_survives() -> None:
    with translation.override("en"):
        assert markup.say("Call %(number)s", number=EVIL) == "Call &#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
        assert markup.say("100%% sure") == "100% sure"
        assert markup.say_number("%(num)s day", "%(num)s days", 2) == "2 days"


def test_an_undefined_variable_is_an_error() -> None:
    with pytest.raises(Exception, match="undefined"):
        drawn("{{ nobody }}")


@pytest.mark.parametrize(("label", "words"), [("Hàng hóa", "Thêm hàng hóa"), ("CCCD", "Thêm CCCD")])
def test_a_list_grows_by_what_it_is_a_list_of(label: str, words: str) -> None:
    html = drawn("{% call(row) forms.repeat(f, []) %}{% endcall %}", f=field(kind="repeat", label=label))

    assert f">{words}</button>" in html
