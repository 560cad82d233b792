"""A form for tests of the rooms above: three pages, eleven fields, one paper."""

from typing import Any

from motcua.rooms.forms.types import FormDefinition

THREE_PAGES: dict[str, Any] = {
    "key": "certificate",
    "version": 1,
    "pages": [
        {
            "key": "applicant",
            "title": {"vi": "Người yêu cầu", "en": "Applicant"},
            "fields": [
                {
                    "key": "full_name",
                    "kind": "text",
                    "label": {"vi": "Họ, chữ đệm, tên", "en": "Full name"},
                    "required": True,
                    "limits": {"pattern": r"^[^\d!@#$%^&*()_+=<>?]{2,100}$", "max_length": 100},
                    "prefill": "full_name",
                },
                {
                    "key": "personal_id",
                    "kind": "personal_id",
                    "label": {"vi": "Số định danh cá nhân", "en": "Personal identification number"},
                    "required": True,
                    "prefill": "personal_id",
                },
                {
                    "key": "birth_date",
                    "kind": "date",
                    "label": {"vi": "Ngày sinh", "en": "Date of birth"},
                    "required": True,
                    "limits": {"max_date": "today"},
                    "checks": [
                        {
                            "rule": "age_years(value) >= 18",
                            "words": {"vi": "Người yêu cầu phải đủ 18 tuổi", "en": "18 or older"},
                        }
                    ],
                    "prefill": "birth_date",
                },
                {
                    "key": "phone",
                    "kind": "phone",
                    "label": {"vi": "Số điện thoại", "en": "Telephone"},
                    "required": True,
                    "prefill": "phone",
                },
            ],
        },
        {
            "key": "purpose",
            "title": {"vi": "Mục đích sử dụng", "en": "Purpose"},
            "about": {"vi": "Giấy chỉ dùng đúng vào việc đã ghi.", "en": "The paper serves the stated purpose only."},
            "fields": [
                {
                    "key": "purpose",
                    "kind": "radio",
                    "label": {"vi": "Dùng giấy để làm gì", "en": "What is it for"},
                    "required": True,
                    "options": [
                        {"value": "marriage", "label": {"vi": "Đăng ký kết hôn", "en": "Marriage"}},
                        {"value": "other", "label": {"vi": "Việc khác", "en": "Something else"}},
                    ],
                },
                {
                    "key": "purpose_other",
                    "kind": "text",
                    "label": {"vi": "Việc khác là việc gì", "en": "What else"},
                    "required": True,
                    "when": "answers.purpose == 'other'",
                },
                {
                    "key": "copies",
                    "kind": "number",
                    "label": {"vi": "Số bản cần cấp", "en": "Copies"},
                    "required": True,
                    "limits": {"min": 1, "max": 20},
                    "default": 1,
                },
                {
                    "key": "wedding_date",
                    "kind": "date",
                    "label": {"vi": "Ngày dự định cưới", "en": "Day of the wedding"},
                    "when": "answers.purpose == 'marriage' && answers.copies > 1",
                    "limits": {"min_date": "today"},
                },
            ],
        },
        {
            "key": "delivery",
            "title": {"vi": "Nhận kết quả", "en": "Receiving the result"},
            "fields": [
                {
                    "key": "delivery",
                    "kind": "radio",
                    "label": {"vi": "Cách nhận kết quả", "en": "How"},
                    "required": True,
                    "options": [
                        {"value": "online", "label": {"vi": "Bản điện tử", "en": "Electronic"}},
                        {"value": "post", "label": {"vi": "Qua bưu chính", "en": "By post"}},
                    ],
                },
                {
                    "key": "delivery_address",
                    "kind": "address",
                    "label": {"vi": "Địa chỉ nhận", "en": "Address"},
                    "required": True,
                    "when": "answers.delivery == 'post'",
                },
                {
                    "key": "truth",
                    "kind": "checkbox",
                    "label": {"vi": "Tôi cam đoan nội dung khai là đúng", "en": "I declare that this is true"},
                    "required": True,
                },
            ],
        },
    ],
}

FILLED: dict[str, Any] = {
    "full_name": "Nguyễn Thị Lan",
    "personal_id": "001190012345",
    "birth_date": "1990-05-01",
    "phone": "0912345678",
    "purpose": "marriage",
    "copies": 1,
    "delivery": "online",
    "truth": True,
}


def three_pages() -> FormDefinition:
    return FormDefinition.model_validate(THREE_PAGES)
