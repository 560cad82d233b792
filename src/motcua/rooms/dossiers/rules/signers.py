"""Who signs a letter of the agency, as Nghị định 30/2020 writes it: the office held, not the person's degree."""

LEADERS = {"ministry": "BỘ TRƯỞNG", "province_pc": "CHỦ TỊCH", "commune_pc": "CHỦ TỊCH", "dept": "GIÁM ĐỐC"}
DELEGATED = "NGƯỜI ĐƯỢC ỦY QUYỀN"  # where nobody wrote down the title of who was authorised
DEPUTY = "phó "
AUTHORITY = {"by_order": "TL.", "authority": "TUQ."}
HEADS = (("trung tâm", "Giám đốc"), ("văn phòng", "Chánh"), ("chi cục", "Chi cục trưởng"), ("sở", "Giám đốc"))


def office_title(agency_kind: str) -> str:
    """The title of who leads an agency of this kind; a face may say another."""
    return LEADERS.get(agency_kind) or LEADERS.get(agency_kind.split("_", maxsplit=1)[0]) or "THỦ TRƯỞNG"


def unit_title(unit_name: str) -> str:
    """The title of who heads a unit: "Trưởng Phòng Tư pháp", "Chánh Văn phòng", "Giám đốc Trung tâm …"."""
    if not unit_name:
        return "Trưởng đơn vị"
    for start, title in HEADS:
        if unit_name.lower().startswith(start):
            return f"{title} {unit_name}"
    return f"Trưởng {unit_name}"


def signature_block(leader: str, title: str, capacity: str) -> tuple[str, str]:
    """Title and line of authority above it: a deputy signs KT., a head of unit TL., who was authorised TUQ.

    A deputy's title names his leader when nothing else is known: Phó Giám đốc signs for the Giám đốc.
    """
    if capacity == "deputy":
        above = title[len(DEPUTY) :].strip() if title.lower().startswith(DEPUTY) else leader
        return title or f"PHÓ {leader}", f"KT. {above.upper()}"
    if capacity in AUTHORITY:
        return title or DELEGATED, f"{AUTHORITY[capacity]} {leader}"
    return title.upper() or leader, ""
