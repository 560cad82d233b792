"""What the person sees at the gateway."""

from motcua.sandbox.vnpay.orders import Order
from motcua.sandbox.vnpay.protocol import Fault
from motcua.sandbox.web import Reply, escape, hidden, page

BANKS = (
    ("NCB", "Thẻ ATM ngân hàng NCB"),
    ("VIETCOMBANK", "Vietcombank"),
    ("AGRIBANK", "Agribank"),
    ("VNPAYQR", "Quét mã VNPAYQR"),
    ("INTCARD", "Thẻ quốc tế"),
)
STATES = {"waiting": "Chờ trả", "paid": "Đã trả", "failed": "Không thành công", "pending": "Ngân hàng chưa xác nhận"}


def dong(hundredths: int) -> str:
    return f"{hundredths // 100:,}".replace(",", ".") + " đồng"


def payment(order: Order) -> Reply:
    banks = "".join(
        f'<label><input type="radio" name="bank" value="{code}"{" checked" if code == BANKS[0][0] else ""}>'
        f" {escape(name)}</label>"
        for code, name in BANKS
    )
    return page(
        "Cổng thanh toán thử",
        f"<h1>Trả {dong(order.amount)}</h1><p>{escape(order.info)}</p>"
        f'<p class="soft">Mã tham chiếu {escape(order.reference)}</p>'
        f'<form method="post" action="/paymentv2/pay">{hidden({"reference": order.reference})}'
        f"<fieldset><legend>Chọn cách trả</legend>{banks}</fieldset>"
        f'<p><button name="outcome" value="success">Trả {dong(order.amount)}</button></p>'
        '<h2>Thử trường hợp khác</h2><p><button class="quiet" name="outcome" value="cancel">Hủy, quay về</button> '
        '<button class="quiet" name="outcome" value="insufficient">Tài khoản không đủ tiền</button> '
        '<button class="quiet" name="outcome" value="wrong-otp">Nhập sai mã OTP</button> '
        '<button class="quiet" name="outcome" value="pending">Ngân hàng chưa xác nhận</button></p></form>',
    )


def over(order: Order, back: str) -> Reply:
    return page(
        "Giao dịch đã kết thúc",
        f"<h1>{STATES[order.state]}</h1><p>Giao dịch {escape(order.reference)}, {dong(order.amount)}.</p>"
        f'<p><a class="button" href="{escape(back)}">Quay về nơi nộp hồ sơ</a></p>',
    )


def fault(problem: Fault) -> Reply:
    return page(
        "Không mở được giao dịch",
        f'<h1>Không mở được giao dịch</h1><p class="error">{escape(problem.words)}. Mã {escape(problem.code)}.</p>',
        status=400,
    )


def overview(orders: list[Order]) -> Reply:
    rows = "".join(
        f"<tr><td>{escape(o.reference)}</td><td>{dong(o.amount)}</td><td>{STATES[o.state]}</td>"
        f"<td>{escape(o.number if o.number != '0' else '')}</td></tr>"
        for o in orders[:200]
    )
    table = (
        f"<table><tr><th>Mã</th><th>Số tiền</th><th>Trạng thái</th><th>Số giao dịch</th></tr>{rows}</table>"
        if rows
        else "<p>Chưa có giao dịch nào.</p>"
    )
    return page("Cổng thanh toán thử", f"<h1>Giao dịch ở cổng thanh toán thử</h1>{table}")
