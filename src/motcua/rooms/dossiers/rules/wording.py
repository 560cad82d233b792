"""Words people type, before they are kept."""

UNPRINTABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def plain(text: str) -> str:
    """What was typed without signs nobody sees (the database refuses some of them) and without empty ends."""
    return text.translate(UNPRINTABLE).strip()
