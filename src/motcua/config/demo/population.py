"""Invented people for the demonstration: the same ones for the same seed."""

import random
from typing import Any

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
)
MIDDLE = {
    "male": ("Văn", "Đức", "Quang", "Hữu", "Minh", "Thanh", "Công"),
    "female": ("Thị", "Ngọc", "Thu", "Kim", "Thanh", "Mỹ", "Diệu"),
}
GIVEN = {
    "male": (
        "An",
        "Bảo",
        "Cường",
        "Dũng",
        "Đạt",
        "Hải",
        "Hùng",
        "Khôi",
        "Long",
        "Nam",
        "Phúc",
        "Quân",
        "Sơn",
        "Tài",
        "Tuấn",
        "Vinh",
    ),
    "female": (
        "Anh",
        "Bích",
        "Chi",
        "Dung",
        "Giang",
        "Hà",
        "Hương",
        "Lan",
        "Linh",
        "Mai",
        "Ngân",
        "Oanh",
        "Phương",
        "Thảo",
        "Trang",
        "Yến",
    ),
}
STREETS = (
    "Lê Lợi",
    "Nguyễn Trãi",
    "Hai Bà Trưng",
    "Trần Hưng Đạo",
    "Cách Mạng Tháng Tám",
    "Điện Biên Phủ",
    "Võ Thị Sáu",
    "Lý Thường Kiệt",
)


def citizens(count: int, wards: list[tuple[str, str]], rng: random.Random) -> list[dict[str, Any]]:
    """`count` people in the shape of content/people.yaml, spread over `wards` (code, name) of Ho Chi Minh City."""
    return [_citizen(number, rng.choice(wards), rng) for number in range(1, count + 1)]


def _citizen(number: int, ward: tuple[str, str], rng: random.Random) -> dict[str, Any]:
    gender = rng.choice(("male", "female"))
    year = rng.randint(1948, 2006)
    century = {"male": 0, "female": 1}[gender] + (2 if year >= 2000 else 0)
    return {
        "key": f"dan{number:04d}",
        "full_name": f"{rng.choice(FAMILY)} {rng.choice(MIDDLE[gender])} {rng.choice(GIVEN[gender])}",
        "personal_id": f"079{century}{year % 100:02d}{700000 + number:06d}",
        "birth_date": f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        "gender": gender,
        "assurance": 2,
        "phone": f"09{rng.randint(10_000_000, 99_999_999)}",
        "address": {
            "province_code": "79",
            "province_name": "Thành phố Hồ Chí Minh",
            "ward_code": ward[0],
            "ward_name": ward[1],
            "detail": f"{rng.randint(1, 320)} {rng.choice(STREETS)}",
        },
    }
