"""The rows of dossiers, split by what happens to them."""

from motcua.rooms.dossiers.models.amendments import Amendment
from motcua.rooms.dossiers.models.clock import DayCounter, DueChange, Pause
from motcua.rooms.dossiers.models.consultations import Consultation
from motcua.rooms.dossiers.models.copies import CopyRequest
from motcua.rooms.dossiers.models.corrections import Correction
from motcua.rooms.dossiers.models.desk import Opening, Phrase, Presence
from motcua.rooms.dossiers.models.dossier import Dossier
from motcua.rooms.dossiers.models.drafts import Draft
from motcua.rooms.dossiers.models.escalation import Escalation
from motcua.rooms.dossiers.models.handling import Note, ResultDraft, Share
from motcua.rooms.dossiers.models.linking import GroupMember
from motcua.rooms.dossiers.models.papers import PaperTransfer
from motcua.rooms.dossiers.models.recomputation import Recomputation
from motcua.rooms.dossiers.models.supplements import SupplementRequest

__all__ = [
    "Amendment",
    "Consultation",
    "CopyRequest",
    "Correction",
    "DayCounter",
    "Dossier",
    "Draft",
    "DueChange",
    "Escalation",
    "GroupMember",
    "Note",
    "Opening",
    "PaperTransfer",
    "Pause",
    "Phrase",
    "Presence",
    "Recomputation",
    "ResultDraft",
    "Share",
    "SupplementRequest",
]
