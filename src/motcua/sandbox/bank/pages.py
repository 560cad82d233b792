"""The banking app."""

from motcua.sandbox.bank.book import Credit
from motcua.sandbox.bank.vietqr import Asked
from motcua.sandbox.web import Reply, escape, hidden, page


def dong(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"


def start(account: str, arrived: list[Credit], *, typed: str = "", fault: str = "") -> Reply:
    problem = f'<p class="error">{escape(fault)}</p>' if fault else ""
    return page(
        "Ngân hàng thử",
        f"<h1>Chuyển tiền</h1>{problem}"
        '<form method="get" action="/"><label for="qr">Nội dung mã VietQR</label>'
        f'<p><input type="text" id="qr" name="qr" size="60" value="{escape(typed)}"></p>'
        "<p><button>Đọc mã</button></p></form>"
        '<h2>Hoặc tự nhập</h2><form method="post" action="/transfers">'
        f'<label>Số tài khoản <input type="text" name="account" value="{escape(account)}"></label>'
        '<label>Số tiền <input type="text" name="amount" inputmode="numeric"></label>'
        '<label>Nội dung <input type="text" name="content"></label>'
        '<p><button class="quiet">Chuyển</button></p></form>' + _list(arrived),
    )


def confirm(asked: Asked, holder: str) -> Reply:
    if not holder:
        return page("Ngân hàng thử", '<h1>Chuyển tiền</h1><p class="error">Không có tài khoản này.</p>', status=422)
    fields = {"account": asked.account, "content": asked.content}
    return page(
        "Xác nhận chuyển tiền",
        f"<h1>Xác nhận chuyển tiền</h1><p>Đến {escape(holder)}, số tài khoản {escape(asked.account)}.</p>"
        f"<p>Nội dung {escape(asked.content)}</p>"
        f'<form method="post" action="/transfers">{hidden(fields)}'
        f'<label>Số tiền <input type="text" name="amount" inputmode="numeric" value="{escape(asked.amount)}"></label>'
        "<p><button>Chuyển tiền</button></p></form>",
    )


def done(credit: Credit) -> Reply:
    return page(
        "Đã chuyển tiền",
        f"<h1>Đã chuyển {dong(credit.amount)}</h1>"
        f"<p>Nội dung {escape(credit.content)}. Số giao dịch {credit.number}.</p>"
        '<p class="soft">Quay lại trang nộp hồ sơ để xem kết quả.</p>',
    )


def _list(arrived: list[Credit]) -> str:
    if not arrived:
        return ""
    rows = "".join(
        f"<tr><td>{c.number}</td><td>{dong(c.amount)}</td><td>{escape(c.content)}</td></tr>" for c in reversed(arrived)
    )
    return f"<h2>Đã nhận</h2><table><tr><th>Số</th><th>Số tiền</th><th>Nội dung</th></tr>{rows}</table>"
