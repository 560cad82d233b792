"""Acts of the calendar: bringing an official calendar in, declaring exceptions and taking them back."""

from motcua.rooms.calendar.services.declaring import declare, take_back
from motcua.rooms.calendar.services.loading import Loaded, load, load_file, load_shipped

__all__ = ["Loaded", "declare", "load", "load_file", "load_shipped", "take_back"]
