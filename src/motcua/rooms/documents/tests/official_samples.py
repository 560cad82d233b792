"""Values of the official forms of 2018 and 2025 besides those every office prints each day."""

from typing import Any

from motcua.rooms.documents.types import TemplateRef

NEW, OLD = "tt-03-2025", "tt-01-2018"
UNIT = "Trung tâm Phục vụ hành chính công phường Sài Gòn"
APOLOGY: dict[str, Any] = {
    "unit": UNIT,
    "contact": {"unit": UNIT, "phone": "", "email": ""},
    "received_at": "09:05 thứ Năm, 05/03/2026",
    "received_on": "05/03/2026",
    "original_due_at": "17:00 thứ Ba, 10/03/2026",
    "new_due_at": "17:00 thứ Sáu, 13/03/2026",
    "at_fault": "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường Sài Gòn",
    "reason": "Chờ ý kiến cơ quan phối hợp. Công an phường chưa trả lời xác minh nơi cư trú.",
    "place": "Trên cổng dịch vụ công",
    "extension_number": 1,
    "history": [
        {
            "at": "06/03/2026",
            "before": "09/03/2026",
            "after": "10/03/2026",
            "ground": "Lịch nghỉ chính thức thay đổi",
        }
    ],
}
STOP: dict[str, Any] = {
    "received_at": "09:05 thứ Năm, 05/03/2026",
    "stopped_at": "10:30 thứ Hai, 30/03/2026",
    "asked_by": "Cơ quan giải quyết",
    "ground": "Quá 15 ngày kể từ ngày thông báo mà hồ sơ chưa được bổ sung đầy đủ (NĐ 118/2025/NĐ-CP Điều 19 khoản 5)",
    "reason": "Chưa nhận được bản án ly hôn đã có hiệu lực.",
    "stage": "Cần bổ sung, sau khi thẩm định",
    "decision": "Chưa có quyết định, chưa có kết quả giải quyết",
    "money": "Đã nộp 3.000 đồng; phải hoàn trả theo quy định.",
}
CONTROL: dict[str, Any] = {
    "received_at": "09:05 thứ Năm, 05/03/2026",
    "due_at": "17:00 thứ Ba, 10/03/2026",
    "made_at": "10:12 thứ Hai, 09/03/2026",
    "cooperating": "Công an phường Sài Gòn",
    "components": ["Tờ khai cấp giấy xác nhận tình trạng hôn nhân (điện tử)", "Bản án ly hôn (điện tử)"],
    "handovers": [
        {
            "giver": f"{UNIT}\nTrần Thu",
            "taker": "Văn phòng\nLê Minh",
            "at": "09:05 05/03/2026",
            "result": "Trước hạn",
            "note": "",
        },
        {
            "giver": "Văn phòng\nLê Minh",
            "taker": "Lãnh đạo\nPhạm Chiến",
            "at": "16:40 06/03/2026",
            "result": "Quá hạn",
            "note": "Trả lại để làm rõ",
        },
    ],
}
REGISTER: dict[str, Any] = {
    "period": "từ ngày 01/03/2026 đến ngày 31/03/2026",
    "scope": "Lĩnh vực: Hộ tịch",
    "total": 1,
    "left_out": 0,
    "made_at": "08:00 thứ Tư, 01/04/2026",
    "made_by": "Trần Thu",
    "rows": [
        {
            "number": 1,
            "code": "H29.1.15-260305-0012",
            "procedure": "Cấp giấy xác nhận tình trạng hôn nhân",
            "sets": 1,
            "applicant": "Lê Thị Hường, 12 Nguyễn Huệ, phường Sài Gòn, 0901 234 567",
            "agency": "UBND phường Sài Gòn",
            "received": "09:05 05/03/2026",
            "due": "17:00 10/03/2026",
            "completed": "15:20 10/03/2026",
            "delivered": "15:21 10/03/2026",
            "method": "Trên cổng",
            "receipt": "Điện tử",
            "note": "",
        }
    ],
}
OFFICIAL: dict[TemplateRef, dict[str, Any]] = {
    TemplateRef.form("04", NEW): APOLOGY,
    TemplateRef.form("05", NEW): STOP,
    TemplateRef.form("06", NEW): CONTROL,
    TemplateRef.form("07", NEW): REGISTER,
    TemplateRef.form("04", OLD): APOLOGY,
    TemplateRef.form("05", OLD): CONTROL,
    TemplateRef.form("06", OLD): REGISTER,
}
