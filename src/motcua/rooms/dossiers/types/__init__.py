"""What the rooms above and the faces see of dossiers."""

from motcua.rooms.dossiers.types.answers import (
    Done,
    FurtherLine,
    Numbered,
    Receipt,
    ReceptionSlip,
)
from motcua.rooms.dossiers.types.consultations import ConsultationView, ConsultedCase, ConsultedLine
from motcua.rooms.dossiers.types.corrections import CorrectionLine, CorrectionView
from motcua.rooms.dossiers.types.groups import GroupProgress, MemberProgress, Outcome
from motcua.rooms.dossiers.types.papers import FeeAtDesk, PaperInHand, PaperWay
from motcua.rooms.dossiers.types.recounts import Forecast, RecountView
from motcua.rooms.dossiers.types.results import DraftLine, ResultDraftView, ResultField
from motcua.rooms.dossiers.types.states import (
    CHANNEL_OF_ANSWER,
    RESULT_DELIVERY,
    CorrectionState,
    DeliveryState,
    FinanceState,
    Method,
    Punctuality,
    RecountStage,
    ResultChannel,
    ResultKind,
    Stage,
    Status,
    SyncState,
)
from motcua.rooms.dossiers.types.views import (
    AmendmentView,
    DossierRow,
    DossierView,
    DraftView,
    DueChangeView,
    NoteView,
    PublicProgress,
    SupplementItem,
    SupplementView,
    TimelineEntry,
)
from motcua.rooms.dossiers.types.worklists import (
    Worklist,
    WorklistCounts,
    WorklistFilters,
    WorklistRow,
)

__all__ = [
    "CHANNEL_OF_ANSWER",
    "RESULT_DELIVERY",
    "AmendmentView",
    "ConsultationView",
    "ConsultedCase",
    "ConsultedLine",
    "CorrectionLine",
    "CorrectionState",
    "CorrectionView",
    "DeliveryState",
    "Done",
    "DossierRow",
    "DossierView",
    "DraftLine",
    "DraftView",
    "DueChangeView",
    "FeeAtDesk",
    "FinanceState",
    "Forecast",
    "FurtherLine",
    "GroupProgress",
    "MemberProgress",
    "Method",
    "NoteView",
    "Numbered",
    "Outcome",
    "PaperInHand",
    "PaperWay",
    "PublicProgress",
    "Punctuality",
    "Receipt",
    "ReceptionSlip",
    "RecountStage",
    "RecountView",
    "ResultChannel",
    "ResultDraftView",
    "ResultField",
    "ResultKind",
    "Stage",
    "Status",
    "SupplementItem",
    "SupplementView",
    "SyncState",
    "TimelineEntry",
    "Worklist",
    "WorklistCounts",
    "WorklistFilters",
    "WorklistRow",
]
