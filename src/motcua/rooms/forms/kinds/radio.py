from motcua.rooms.forms.kinds.select import Select


class Radio(Select):
    """One of a few, all in sight."""

    key = "radio"
    macro = "radios"


RADIO = Radio()
