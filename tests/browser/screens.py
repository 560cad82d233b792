"""Every screen that is held to the bars: who opens it, where, what has to be there before, what is pressed on it.

A new screen is one line here. Officers and leaders: what stands in no line has its reason in HELD_ELSEWHERE or NO_SCREEN.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """One screen in one state."""

    who: str
    path: str
    """With placeholders of `states.States`."""
    given: str = ""
    """States to be made before, by their names."""
    press: str = ""
    """A button on it, or something folded; what it leads to is the screen that is held."""


DESK = [
    Screen("quy", "/can-bo/thong-bao"),
    Screen("thom", "/can-bo/thong-bao", given="told"),
    Screen("linh", "/can-bo/can-tra-loi"),
    Screen("thom", "/can-bo/can-tra-loi", given="complained"),
    Screen("thom", "/can-bo/can-tra-loi/{complained}"),
    Screen("thom", "/can-bo/can-tra-loi/{complained}", press="Gửi câu trả lời"),
    Screen("thom", "/can-bo/so-theo-doi", given="late issued"),
    Screen("thom", "/can-bo/so-theo-doi?tu=2020-01-01&den=2020-01-31"),
    Screen("quan", "/can-bo/ho-so/{accepted}/y-kien"),
    Screen("quan", "/can-bo/ho-so/{accepted}/y-kien", press="Gửi câu hỏi"),
    Screen("quan", "/can-bo/ho-so/{consulting}"),
    Screen("dat_gt", "/can-bo/y-kien"),
    Screen("dat_gt", "/can-bo/y-kien", given="consulting"),
    Screen("dat_gt", "/can-bo/y-kien/{consulted}"),
    Screen("quan", "/can-bo/sua-ket-qua"),
    Screen("quan", "/can-bo/sua-ket-qua", given="corrected"),
    Screen("quan", "/can-bo/ho-so/{issued}/sua-ket-qua"),
    Screen("quan", "/can-bo/ho-so/{corrected}/sua-ket-qua"),
    Screen("quy", "/can-bo/ho-so/{issued}/that-lac"),
    Screen("quy", "/can-bo/ban-sao"),
    Screen("quy", "/can-bo/ban-sao", given="copied"),
    Screen("quy", "/can-bo/ho-so/{copied}/ban-sao"),
    Screen("tai", "/can-bo/quay/da-nhan/{asked}/bo-sung"),
    Screen("thom", "/can-bo/ho-so/{accepted}/dung"),
    Screen("thom", "/can-bo/ho-so/{accepted}/dung", press="Dừng và báo"),
    Screen("quan", "/can-bo/ho-so/{accepted}/nop-tien"),
    Screen("quan", "/can-bo/ho-so/{accepted}/nop-tien", press="Yêu cầu nộp tiền"),
    Screen("quan", "/can-bo/ho-so/{noticed}/nop-tien"),
    Screen("tai", "/can-bo/tim?q=nguyen+thi+lan"),
    Screen("tai", "/can-bo/tim?q=nguyen+thi+lan&reason=work"),
    Screen("quan", "/can-bo/ban-cua-toi"),
    Screen("tram", "/can-bo/ho-so/{accepted}"),
    Screen("tram", "/can-bo/ho-so/{accepted}", press="Mở hồ sơ"),
    Screen("nghia", "/can-bo/mo-co-ly-do"),
    Screen("nghia", "/can-bo/mo-co-ly-do", given="opened"),
    Screen("tai", "/can-bo/ho-so/{kept}/bo-sung"),
    Screen("tai", "/can-bo/ho-so/{kept}/cau-mau"),
    Screen("quan", "/can-bo/ho-so/{claimed}", press="Chuyển đơn vị khác"),
    Screen("tai", "/can-bo/ho-so/{group}"),
    Screen("tai", "/can-bo/ho-so/{group}/phan/card"),
    Screen("thom", "/can-bo/vang-mat"),
    Screen("thom", "/can-bo/vang-mat", press="Báo vắng mặt"),
    Screen("quan", "/can-bo/vang-mat", given="absent"),
    Screen("tai", "/can-bo/viec/hom-nay"),
    Screen("nghia", "/can-bo/ky"),
    Screen("nghia", "/can-bo/ky", given="to_sign"),
    Screen("nghia", "/can-bo/dieu-hanh/ho-so/{overseen}"),
    Screen("country", "/quan-tri/muc-tieu"),
    Screen("country", "/quan-tri/lich-lam-viec?noi=ca-nuoc"),
    Screen("country", "/quan-tri/lich-lam-viec/cong-bo?noi=ca-nuoc"),
]

PORTAL = [
    Screen("binh", "/ho-so"),
    Screen("hoa", "/ho-so", given="accepted asked unpaid issued refused"),
    Screen("hoa", "/ho-so/{accepted}"),
    Screen("hoa", "/ho-so/{late}"),
    Screen("hoa", "/ho-so/{issued}"),
    Screen("hoa", "/ho-so/{refused}"),
    Screen("hoa", "/ho-so/{asked}"),
    Screen("hoa", "/ho-so/{asked}/bo-sung"),
    Screen("hoa", "/ho-so/{asked}/bo-sung", press="Gửi"),
    Screen("hoa", "/ho-so/{group}"),
    Screen("hoa", "/ho-so/{accepted}/rut"),
    Screen("hoa", "/ho-so/{issued}/ban-sao"),
    Screen("hoa", "/ho-so/{issued}/ket-qua-sai"),
    Screen("hoa", "/ho-so/{issued}/ket-qua-sai", press="Gửi"),
    Screen("hoa", "/ho-so/{accepted}/sua"),
    Screen("hoa", "/danh-gia/{issued}"),
    Screen("hoa", "/danh-gia/{issued}/de-dien"),
    Screen("hoa", "/thong-bao"),
    Screen("hoa", "/thanh-toan/{owed}"),
    Screen("hoa", "/thanh-toan/{transferring}"),
    Screen("hoa", "/tai-khoan"),
    Screen("hoa", "/tai-khoan/du-lieu"),
    Screen("hoa", "/tai-khoan/du-lieu/full_name/bao-sai"),
    Screen("hoa", "/dang-xuat"),
]

# Held to the same bars in the walk that leads there.
HELD_ELSEWHERE = {
    "worklist": "test_desk", "case": "test_desk", "comparison": "test_desk", "refusal": "test_desk",
    "extension": "test_desk", "result": "test_desk",
    "leader": "test_leader", "leader-units": "test_leader", "leader-figure": "test_leader",
    "leader-risk": "test_leader", "leader-work": "test_leader", "own-work": "test_leader",
    "counter": "test_counter", "counter-person": "test_counter", "counter-draft": "test_counter",
    "counter-check": "test_counter", "taken-in": "test_counter", "taken-in-list": "test_counter",
    "counter-slip": "test_counter", "paper-ways": "test_counter", "cash": "test_counter",
    "refunds": "test_counter", "refund": "test_counter",
}  # fmt: skip

# Answers to a GET, and shows no page of its own. An address that ends like a file is known to be one.
NO_SCREEN = {
    "index": "leads to the list of the role",
    "following": "leads to the next dossier",
    "file": "a file",
    "paper-slip": "the slip of papers on their way, laid out for A5 like the one of the counter",
}
