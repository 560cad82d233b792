"""As what an officer signs: his title and capacity."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Standing(TextChoices):
    """In which capacity an officer signs (NĐ 30/2020, Art. 13); empty where it follows from his role."""

    HEAD = "head", "người đứng đầu"
    DEPUTY = "deputy", "cấp phó, ký thay (KT.)"
    BY_ORDER = "by_order", "ký thừa lệnh (TL.)"
    BY_AUTHORITY = "authority", "ký thừa ủy quyền (TUQ.)"


@dataclass(frozen=True, slots=True)
class SigningTitles:
    """What is kept of titles at an agency: of whoever signs, and of who leads it. Empty: nobody wrote it down."""

    title: str = ""
    capacity: str = ""
    leader: str = ""
