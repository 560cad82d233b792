"""Invented values for the style page."""

from datetime import datetime, timedelta
from typing import Any

from motcua.faces.kit import due

PLACES = [("79", "Thành phố Hồ Chí Minh"), ("01", "Thành phố Hà Nội"), ("48", "Thành phố Đà Nẵng")]
WARDS = [("26740", "Phường Sài Gòn"), ("26743", "Phường Bến Thành")]


def field(name: str, label: str, **more: Any) -> dict[str, Any]:
    """A field as the forms give it to the macros."""
    blank = {"id": name, "hint": None, "value": None, "error": None, "required": True, "options": [], "attrs": {}}
    return {"name": name, "label": label, "kind": "text", **blank, **more}


def form_parts() -> dict[str, Any]:
    """Fields in their states: empty, filled, refused, known from the state's data."""
    purpose = [
        ("marry", "Để kết hôn", "Ghi tên người dự định kết hôn"),
        ("buy", "Để mua nhà, đất", None),
        ("other", "Việc khác", None),
    ]
    files = [
        {"id": "a", "name": "giay-chung-sinh.jpg", "size": 1_843_200, "state": "clean", "reason": None},
        {
            "id": "b",
            "name": "quyet-dinh-ly-hon-so-123-nam-2019-toa-an-nhan-dan.pdf",
            "size": 734_003,
            "state": "checking",
            "reason": None,
        },
        {
            "id": "c",
            "name": "anh.heic",
            "size": 9_437_184,
            "state": "refused",
            "reason": "Ảnh bị mờ, không đọc được số giấy. Chụp lại dưới ánh sáng đều",
        },
    ]
    return {
        "name": field(
            "name", "Họ, chữ đệm và tên", value="Nguyễn Thị Ngọc Ánh", hint="Viết đủ dấu như trên thẻ căn cước"
        ),
        "bad": field(
            "bad",
            "Số định danh cá nhân",
            value="00119001234",
            error="Số định danh phải có 12 chữ số. Số vừa nhập có 11",
        ),
        "phone": field("phone", "Số điện thoại", value="0912 345 678", hint="Để nhắn tin khi có kết quả"),
        "email": field("email", "Thư điện tử", required=False),
        "tax": field("tax", "Mã số thuế", value="0312345678"),
        "area": field("area", "Diện tích sàn", value="86,5"),
        "price": field("price", "Giá trị lô hàng", value="115.000.000"),
        "reason": field("reason", "Lý do", value="Xác nhận để mua nhà", attrs={"maxlength": 200}),
        "birth": field(
            "birth",
            "Ngày sinh",
            value={"day": "27", "month": "3", "year": "1960"},
            attrs={"birth": True, "year_only": True},
        ),
        "wrong_date": field(
            "wrong-date",
            "Ngày cấp",
            value={"day": "31", "month": "2", "year": "2020"},
            error="Ngày 31/2 không có. Ví dụ đúng: 27/3/1960",
        ),
        "month": field("month", "Tháng bắt đầu", value={"month": "7", "year": "2026"}),
        "time": field("time", "Giờ đến", value={"hour": "8", "minute": "30"}),
        "purpose": field(
            "purpose", "Xác nhận để làm việc gì?", options=purpose, value="marry", hint="Giấy chỉ dùng cho việc đã chọn"
        ),
        "purpose_bad": field("purpose-bad", "Nơi nhận kết quả", options=purpose[1:], error="Chọn nơi nhận kết quả"),
        "yes_no": field("yes-no", "Đã từng kết hôn chưa?", options=[("yes", "Rồi", None), ("no", "Chưa", None)]),
        "papers": field(
            "papers",
            "Nhận thông báo qua",
            options=[("sms", "Tin nhắn", None), ("email", "Thư điện tử", None)],
            value=["sms"],
        ),
        "ethnicity": field(
            "ethnicity", "Dân tộc", options=[("kinh", "Kinh"), ("tay", "Tày"), ("hmong", "Hmông")], value="tay"
        ),
        "agree": field(
            "agree", "Những điều đã điền là đúng sự thật", hint="Điền sai có thể bị xử phạt theo luật", value=True
        ),
        "address": field(
            "address", "Nơi thường trú", value={"province": "79", "commune": "26740", "detail": "12 Lê Lợi"}
        ),
        "address_bad": field(
            "address-bad", "Nơi ở hiện nay", value={"province": "79"}, error="Chọn xã, phường của nơi ở hiện nay"
        ),
        "file": field(
            "file",
            "Giấy chứng sinh",
            value=files,
            attrs={"accept": ".pdf,image/*", "max_size": 10_485_760, "upload_url": ""},
        ),
        "no_file": field(
            "no-file", "Ảnh chân dung", error="Gửi ảnh chân dung chụp trong 6 tháng gần đây", attrs={"max_files": 1}
        ),
        "children": field("children", "Các con", hint="Ghi từng người"),
        "rows": [{"index": 0, "title": "Người thứ nhất"}, {"index": 1, "title": "Người thứ hai"}],
        "faults": [
            {"id": "bad", "words": "Số định danh phải có 12 chữ số. Số vừa nhập có 11"},
            {"id": "wrong-date", "words": "Ngày 31/2 không có. Ví dụ đúng: 27/3/1960"},
        ],
        "provinces": PLACES,
        "communes": WARDS,
        "source": {"name": "CSDL quốc gia về dân cư", "at": None, "report_url": "#"},
    }


def content_parts(noon: datetime) -> dict[str, Any]:
    """Records, tasks, a time line, messages."""
    entries = [
        {
            "title": "Đã nộp",
            "at": noon,
            "unit": "Cổng dịch vụ công",
            "person": None,
            "text": None,
            "state": "done",
            "due": None,
        },
        {
            "title": "Đã nhận hồ sơ",
            "at": noon,
            "unit": "Quầy một cửa phường Sài Gòn",
            "person": "Trần Văn Bình",
            "text": "Hẹn trả 26/11/2026",
            "state": "done",
            "due": None,
        },
        {
            "title": "Đang xem xét",
            "at": noon,
            "unit": "Bộ phận tư pháp",
            "person": "Lê Thị Hoa",
            "text": None,
            "state": "now",
            "due": due.chip(noon, noon - timedelta(hours=5)),
        },
        {
            "title": "Ký và cấp giấy",
            "at": None,
            "unit": "Lãnh đạo phường",
            "person": None,
            "text": None,
            "state": "next",
            "due": None,
        },
    ]
    late = {
        "title": "Chậm hẹn",
        "at": noon,
        "unit": "Bộ phận tư pháp",
        "person": None,
        "text": "Xin lỗi vì chậm. Hẹn lại 10:00 ngày 27/11/2026.",
        "state": "late",
        "due": due.chip(noon - timedelta(hours=30), noon),
    }
    return {
        "rows": [
            {
                "label": "Họ và tên",
                "value": "Nguyễn Thị Ngọc Ánh",
                "source": "CSDL quốc gia về dân cư",
                "source_at": noon,
                "report_url": "#",
            },
            {
                "label": "Nơi thường trú",
                "lines": ["12 Lê Lợi", "Phường Sài Gòn", "Thành phố Hồ Chí Minh"],
                "change_url": "#",
            },
            {"label": "Thư điện tử", "value": "", "change_url": "#"},
        ],
        "entries": [*entries, late],
        "tasks": [
            {"title": "Người nộp", "href": "#", "hint": "Lấy từ dữ liệu dân cư", "state": "Xong", "kind": "ok"},
            {"title": "Giấy tờ", "href": "#", "hint": "Còn thiếu 1 giấy", "state": "Cần làm", "kind": "warning"},
            {"title": "Nộp", "href": None, "hint": None, "state": "Chưa đến", "kind": "neutral"},
        ],
        "messages": [
            {
                "who": "Lê Thị Hoa, bộ phận tư pháp",
                "at": noon,
                "text": "Ảnh quyết định ly hôn bị mờ ở trang 2.\nGửi lại trang này là đủ.",
                "mine": False,
            },
            {"who": "Người nộp", "at": noon, "text": "Đã gửi lại ảnh rõ hơn.", "mine": True},
        ],
        "found": [
            {
                "href": "#",
                "name": "Xin giấy xác nhận tình trạng hôn nhân",
                "agency": "Phường, xã nơi thường trú",
                "days": "3 ngày làm việc",
                "fee": "Miễn phí",
                "online": True,
            },
            {
                "href": "#",
                "name": "Đăng ký kết hôn",
                "agency": "Phường, xã nơi thường trú",
                "days": "Trong ngày",
                "fee": "Miễn phí",
                "online": False,
            },
        ],
        "life": [
            {"title": "Khai sinh, thường trú và thẻ bảo hiểm cho con", "href": "#", "text": "Một lần nộp cho ba việc"},
            {"title": "Nhận trợ cấp thai sản", "href": "#", "text": "Cơ quan bảo hiểm xã hội"},
        ],
        "pages": [{"number": n, "url": "/tinh/kit/mark.svg", "alt": None} for n in (1, 2)],
    }


def figure_parts(noon: datetime) -> dict[str, Any]:
    """Rows of a work-list and numbers of a board."""
    names = ("Nguyễn Thị Ngọc Ánh", "Trần Văn Bình", "Công ty TNHH Gỗ Việt", "Phạm Thị Diễm Hương")
    work = [
        {
            "code": f"H29.1.1-261123-{n:04}",
            "name": name,
            "what": "Xác nhận tình trạng hôn nhân",
            "chip": due.chip(noon + timedelta(hours=30 * n - 40), noon),
            "href": "#",
        }
        for n, name in enumerate(names, 1)
    ]
    return {
        "work": work,
        "columns": [
            {"key": "name", "label": "Nơi giải quyết", "kind": "text"},
            {"key": "received", "label": "Đã nhận", "kind": "number"},
            {"key": "on_time", "label": "Đúng hạn", "kind": "percent"},
            {"key": "mean", "label": "Trung bình", "kind": "text"},
        ],
        "table": [
            {"name": "Phường Sài Gòn", "received": 1284, "on_time": 0.973, "mean": "1,8 ngày", "href": "#"},
            {"name": "Phường Bến Thành", "received": 941, "on_time": 0.912, "mean": "2,4 ngày", "href": "#"},
            {"name": "Đặc khu Côn Đảo", "received": None, "on_time": None, "mean": "ít hơn 5", "href": None},
        ],
        "bars": [
            {"label": "Ảnh mờ, không đọc được", "value": 48, "words": "48 lần", "href": "#"},
            {"label": "Thiếu quyết định ly hôn", "value": 21, "words": "21 lần", "href": None},
            {"label": "Sai nơi thường trú", "value": 4, "words": "ít hơn 5", "href": None},
        ],
        "stacks": [
            {"label": "Phường Sài Gòn", "parts": [420, 810, 54], "href": "#"},
            {"label": "Phường Bến Thành", "parts": [200, 658, 83], "href": "#"},
        ],
    }
