"""Values of each official form as rooms above pass them."""

from typing import Any

from motcua.rooms.documents import types
from motcua.rooms.documents.tests.official_samples import OFFICIAL, OLD
from motcua.rooms.documents.typesetting import qr_svg
from motcua.rooms.documents.words import amount_in_words

URL = "https://dichvucong.example.vn/xac-minh"
APPLICANT = {
    "name": "Lê Thị Hường",
    "address": "12 Nguyễn Huệ, phường Sài Gòn, Thành phố Hồ Chí Minh",
    "phone": "0901 234 567",
    "email": "huong@example.vn",
    "personal_id": "079 190 ••• 567",
}
CONTACT = {"unit": "Bộ phận một cửa", "phone": "028 3829 0000", "email": "mc@example.vn"}
SHARED: dict[str, Any] = {
    "title": "Văn bản",
    "agency": {"name": "Uỷ ban nhân dân phường Sài Gòn", "superior": "Thành phố Hồ Chí Minh", "place": "Sài Gòn"},
    "number": "05",
    "symbol": "GXN-UBND",
    "date": {"day": 5, "month": 3, "year": 2026},
    "signer": {"title": "Chủ tịch", "name": "Nguyễn Thị Ánh Tuyết", "authority_prefix": "TM. Ủy ban nhân dân"},
    "verify": {"url": f"{URL}/7K3M9QTX4A2B", "site": URL.removeprefix("https://"), "code": "7K3M9QTX4A2B"},
    "qr_svg": qr_svg(f"{URL}/7K3M9QTX4A2B"),
    "dossier": {"code": "H29.1.15-260305-0012", "receipt": "MC-7K3M-9QTX-4"},
    "applicant": APPLICANT,
    "request": "Cấp giấy xác nhận tình trạng hôn nhân",
    "draft": False,
}
FORMS: dict[types.TemplateRef, dict[str, Any]] = {
    types.SUBMISSION_RECEIPT: {
        "receipt_number": "MC-7K3M-9QTX-4",
        "procedure": {"name": "Cấp giấy xác nhận tình trạng hôn nhân", "code": "1.004873"},
        "submitted_at": "09 giờ 05 phút, ngày 05/3/2026",
        "fee": "3.000 đồng, đã nộp",
        "result_method": "Bản điện tử trên cổng",
        "files": [
            {"component": "Giấy tờ về nơi cư trú", "name": "xác nhận.pdf", "size": "340 KB", "sha256": "ab" * 32},
            {"component": "", "name": "ảnh chụp 📷.jpg", "size": "1,4 MB", "sha256": "cd" * 32},
        ],
        "answers": [{"label": "Họ và tên", "value": "Lê Thị Hường"}],
        "next": "",
    },
    types.COUNTER_SLIP.template: {
        "procedure": "Cấp giấy xác nhận tình trạng hôn nhân",
        "competent": "Uỷ ban nhân dân phường Sài Gòn",
        "counter": "Uỷ ban nhân dân phường Bến Thành",
        "received_at": "09 giờ 05 phút, ngày 05/3/2026",
        "due_at": "09 giờ 05 phút, ngày 10/3/2026",
        "result_method": "tại quầy này",
        "fee": "3.000 đồng, biên lai 01BLP/26E 0000001",
        "papers": [{"name": "Bản án ly hôn đã có hiệu lực", "originals": 1, "copies": 2, "seen": False}],
        "brought": [{"at": "10 giờ 00 phút, ngày 06/3/2026", "agency": "Phường Bến Thành", "papers": "Bản án ly hôn"}],
        "track_svg": qr_svg(URL),
        "home_svg": qr_svg(URL),
        "home_words": "dichvucong.example.vn/thu-tuc/1.004873/o-nha",
        "accepted": True,
        "made_at": "09 giờ 06 phút, ngày 05/3/2026",
        "made_by": "Ngô Hoa",
    },
    types.PAPER_LIST.template: {
        "to": "Uỷ ban nhân dân phường Sài Gòn",
        "rows": [
            {
                "code": "H29.1.15-260305-0012",
                "procedure": "Cấp giấy xác nhận tình trạng hôn nhân",
                "paper": "Bản án ly hôn đã có hiệu lực",
                "originals": 1,
                "copies": 0,
                "due": "17:00 05/03/2026",
            }
        ],
        "total": 1,
        "dossiers": 1,
        "made_at": "09 giờ 06 phút, ngày 05/3/2026",
        "made_by": "Lê Thị Hường",
    },
    types.CASH_DAY.template: {
        "day": "05/03/2026",
        "cashier": "",
        "rows": [
            {
                "receipt": "01BLP/26E 0000001",
                "payer": "Lê Thị Hường",
                "code": "MC-7K3M-9QTX-4",
                "title": "Cấp giấy xác nhận",
                "at": "09:05",
                "cashier": "Ngô Hoa",
                "amount": "3.000",
                "void": False,
                "note": "",
            },
            {
                "receipt": "01BLP/26E 0000002",
                "payer": "Lê Thị Hường",
                "code": "MC-7K3M-9QTX-4",
                "title": "Cấp giấy xác nhận",
                "at": "09:08",
                "cashier": "Ngô Hoa",
                "amount": "3.000",
                "void": True,
                "note": "Đã huỷ: nhầm người",
            },
        ],
        "returns": [
            {
                "slip": "01/PCHT",
                "payer": "Lê Thị Hường",
                "code": "MC-7K3M-9QTX-4",
                "title": "Cấp giấy xác nhận",
                "at": "10:05",
                "cashier": "Ngô Hoa",
                "amount": "1.000",
            }
        ],
        "sums": [{"name": "Ngô Hoa", "count": 1, "total": "3.000", "returns": 1, "returned": "1.000", "left": "2.000"}],
        "count": 1,
        "voided": 1,
        "total": "3.000",
        "returned": "1.000",
        "left": "2.000",
        "short": False,
        "words": "Hai nghìn đồng",
        "made_at": "16 giờ 30 phút, ngày 05/3/2026",
        "made_by": "Ngô Hoa",
    },
    types.REFUND_SLIP: {
        "payer": "Lê Thị Hường",
        "reason": "Hồ sơ rút trước khi tiếp nhận",
        "receiver": "Lê Thị Hường, căn cước 079 190 ••• 567",
        "amount": "3.000",
        "words": "Ba nghìn đồng",
        "method": "Tiền mặt tại quầy",
        "paid_at": "09:05 ngày 5/3/2026",
        "returned_at": "10:05 ngày 6/3/2026",
        "cashier": "Ngô Hoa",
    },
    types.RECEPTION_SLIP: {
        "unit": "Bộ phận Tiếp nhận và Trả kết quả",
        "owner": {"name": "Lê Thị Hường", "address": "như trên"},
        "components": [
            {"name": "Tờ khai cấp giấy xác nhận tình trạng hôn nhân", "electronic": True},
            {"name": "Bản án ly hôn đã có hiệu lực", "copies": 1, "electronic": True},
        ],
        "sets": 1,
        "time_limit": "03 ngày làm việc",
        "received_at": "09 giờ 05 phút, ngày 05 tháng 3 năm 2026",
        "due_at": "09 giờ 05 phút, ngày 10 tháng 3 năm 2026",
        "due_explanation": ["06/3 là ngày thứ nhất", "07/3 và 08/3 nghỉ cuối tuần", "10/3 là ngày thứ ba"],
        "result_method": "Bản điện tử trên cổng",
        "fee": "3.000 đồng",
        "fee_method": "trực tuyến",
        "book": "01/2026",
        "book_entry": "12",
        "receiver": {"name": "Trần Văn Lân"},
    },
    types.SUPPLEMENT_REQUEST: {
        "items": [{"name": "Bản án ly hôn", "fault": "Ảnh mờ, không đọc được ngày có hiệu lực", "count": 1}],
        "reason": "Chưa đủ căn cứ xác định tình trạng hôn nhân hiện tại.",
        "answer_by": "17 giờ ngày 20/3/2026",
        "contact": CONTACT,
        "guide": {"name": "Trần Văn Lân"},
    },
    types.REFUSAL_SLIP: {
        "ground": "Điều 21 Nghị định 123/2015/NĐ-CP",
        "reason": "Nơi cư trú của người nộp thuộc phường khác.",
        "guidance": "Nộp tại Uỷ ban nhân dân phường Bến Thành.",
        "contact": CONTACT,
        "receiver": {"name": "Trần Văn Lân"},
    },
    types.RESULT_REFUSAL: {
        "received_on": "05/3/2026",
        "bases": ["Luật Hộ tịch ngày 20 tháng 11 năm 2014"],
        "ground": "khoản 1 Điều 22 Nghị định 123/2015/NĐ-CP",
        "reason": "Theo Cơ sở dữ liệu hộ tịch, người nộp đang có vợ hoặc chồng.",
        "guidance": "Gửi bản án ly hôn nếu đã ly hôn.",
        "refund": "3.000 đồng được hoàn trong 05 ngày làm việc.",
    },
    types.PAYMENT_NOTICE: {
        "lines": [{"name": "Lệ phí trước bạ", "amount": "1.200.000"}, {"name": "Lệ phí địa chính", "amount": "28.000"}],
        "total": "1.228.000",
        "total_in_words": amount_in_words(1_228_000),
        "ground": "Chờ người nộp hoàn thành nghĩa vụ tài chính (NĐ 118/2025/NĐ-CP Điều 19)",
        "reason": "Thông báo số 12/TB-CCT ngày 05/3/2026",
        "how": "Trên Cổng dịch vụ công, hoặc tại Bộ phận một cửa",
        "noticed_at": "09:05 thứ Năm, 05/03/2026",
    },
    types.PAYMENT_RECEIPT: {
        "form_number": "01BLP2-001",
        "serial": "BL-26E",
        "receipt_no": "00000012",
        "collector": {"name": "Uỷ ban nhân dân phường Sài Gòn", "tax_code": "0301234567", "person": "Phạm Thu Hà"},
        "payer": {"name": "Lê Thị Hường", "address": "12 Nguyễn Huệ"},
        "lines": [{"name": "Lệ phí cấp giấy xác nhận tình trạng hôn nhân", "kind": "Lệ phí", "amount": "3.000"}],
        "total": "3.000",
        "total_in_words": amount_in_words(3000),
        "method": "VNPAY",
        "transaction": "14123456",
        "paid_at": "09 giờ 04 phút, ngày 05/3/2026",
    },
}
FORMS |= OFFICIAL
FORMS |= {
    types.TemplateRef.form("01", OLD): FORMS[types.RECEPTION_SLIP],
    types.TemplateRef.form("02", OLD): FORMS[types.SUPPLEMENT_REQUEST],
    types.TemplateRef.form("03", OLD): FORMS[types.REFUSAL_SLIP],
}
