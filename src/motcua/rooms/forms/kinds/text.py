from motcua.rooms.forms.kinds.kind import Kind


class Text(Kind):
    """One line."""

    key = "text"
    macro = "text"
    example = "Nguyễn Thị Lan"


TEXT = Text()
