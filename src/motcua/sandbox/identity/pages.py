"""The pages a person sees at the provider. Plain Vietnamese, no JavaScript."""

from motcua.sandbox.identity.people import Identity
from motcua.sandbox.identity.provider import LEVELS, Authentication
from motcua.sandbox.web import Reply, escape, hidden, page

SHOWN = 24
_WAYS = {
    "01": "Mật khẩu",
    "02": "Mật khẩu và mã một lần",
    "03": "Khuôn mặt và thiết bị",
    "04": "Khuôn mặt, thẻ căn cước và mật khẩu",
}


def choose(
    accounts: dict[str, Identity],
    query: dict[str, str],
    *,
    level: str,
    signed_in: Authentication | None,
    note: str = "",
) -> Reply:
    """Everybody who can sign in; choosing one is a single POST."""
    wanted = query.get("q", "").casefold()
    found = [one for one in accounts.values() if wanted in f"{one.key} {one.name} {_about(one)}".casefold()]
    groups = _groups(found)
    request = hidden({name: value for name, value in query.items() if name not in ("q", "person", "level")})
    parts = ["<h1>Định danh điện tử (thử)</h1>"]
    if note:
        parts.append(f'<p class="error">{escape(note)}</p>')
    parts.append(f'<p class="soft">Đăng nhập vào: <strong>{escape(query["client_id"])}</strong>. Chọn một người.</p>')
    if wanted or any(len(members) > SHOWN for members in groups.values()):
        parts.append(_search(request, query.get("q", "")))
    parts.append(f'<form method="post" action="/authorize">{request}{_levels(level)}')
    if signed_in and signed_in.identity.key in accounts:
        parts.append("<h2>Đang đăng nhập</h2>" + _list([signed_in.identity]))
    parts.extend(
        f"<h2>{heading} ({len(members)})</h2>{_list(members if wanted else members[:SHOWN])}"
        + (
            f'<p class="soft">Còn {len(members) - SHOWN} người: tìm ở trên.</p>'
            if not wanted and len(members) > SHOWN
            else ""
        )
        for heading, members in groups.items()
        if members
    )
    parts.append('<p><button class="quiet" name="person" value="">Không đăng nhập, quay lại</button></p></form>')
    return page("Đăng nhập định danh điện tử (thử)", "".join(parts))


def trouble(code: str, description: str) -> Reply:
    return page(
        "Yêu cầu đăng nhập sai",
        f"<h1>Yêu cầu đăng nhập sai</h1><p>Trang gửi đến đây đã ghi sai thông tin, nên chưa đăng nhập được.</p>"
        f'<p class="soft">{escape(code)}: {escape(description)}</p>',
        status=400,
    )


def signed_out() -> Reply:
    return page("Đã đăng xuất", "<h1>Đã đăng xuất khỏi định danh điện tử (thử)</h1>")


def _search(request: str, text: str) -> str:
    return (
        f'<form method="get" action="/authorize">{request}<label>Tìm theo tên hoặc cơ quan '
        f'<input type="text" name="q" value="{escape(text)}"></label><button class="quiet">Tìm</button></form>'
    )


def _groups(found: list[Identity]) -> dict[str, list[Identity]]:
    return {
        "Công dân": [one for one in found if not one.organisation and not one.person.get("offices")],
        "Tổ chức, doanh nghiệp": [one for one in found if one.organisation],
        "Cán bộ": [one for one in found if not one.organisation and one.person.get("offices")],
    }


def _list(members: list[Identity]) -> str:
    rows = (
        f'<li><button name="person" value="{escape(one.key)}"><strong>{escape(one.name)}</strong>'
        f'<span class="soft">{escape(_about(one))}</span></button></li>'
        for one in members
    )
    return f'<ul class="people">{"".join(rows)}</ul>'


def _about(one: Identity) -> str:
    """Who this is, in a line."""
    if one.organisation:
        return f"Thay mặt {one.organisation.get('name', '')}"
    address = one.person.get("address")
    place = address.get("ward_name", "") if isinstance(address, dict) else ""
    words = [str(one.person.get("title") or one.person.get("note") or ""), *(one.agencies or [place])]
    return "; ".join(word for word in [*words, f"định danh mức {one.level}"] if word)


def _levels(level: str) -> str:
    choices = "".join(
        f'<label><input type="radio" name="level" value="{value}"{" checked" if value == level else ""}> '
        f"{value}: {_WAYS[value]}</label>"
        for value in LEVELS
    )
    return f"<details><summary>Cách xác thực: mức {level}</summary><fieldset>{choices}</fieldset></details>"
