"""What can be done with dossiers. Split by act family; this is the one door."""

from motcua.rooms.dossiers.services.acceptance import accept, refuse
from motcua.rooms.dossiers.services.amending import amend, save_amendment
from motcua.rooms.dossiers.services.bringing import bring_supplement, open_at_counter
from motcua.rooms.dossiers.services.cash import take_cash, void_cash
from motcua.rooms.dossiers.services.clockwork import (
    extend,
    pause,
    record_finance,
    resume,
)
from motcua.rooms.dossiers.services.consulting import (
    answer_consultation,
    close_consultation,
    consult,
    tell_late_consultations,
)
from motcua.rooms.dossiers.services.copying import decline_copy, grant_copy, issue_copy, request_copy
from motcua.rooms.dossiers.services.correcting import (
    approve_correction,
    decline_correction,
    draft_correction,
    issue_correction,
    number_correction,
    request_correction,
    sign_correction,
    sign_correction_now,
)
from motcua.rooms.dossiers.services.decision import approve, draft_result, number, sign
from motcua.rooms.dossiers.services.delivery import deliver, issue, sign_and_issue
from motcua.rooms.dossiers.services.endings import (
    close_silent,
    close_unpaid,
    remove_expired_drafts,
    stop,
    withdraw,
    withdraw_part,
)
from motcua.rooms.dossiers.services.escalating import climb, escalate, set_aside_apologies
from motcua.rooms.dossiers.services.filing import (
    choose_agency,
    choose_options,
    discard,
    note_papers,
    save_draft,
    start_draft,
)
from motcua.rooms.dossiers.services.handling import (
    assign,
    claim,
    complete_step,
    hand_over,
    note,
    release,
    return_for_rework,
)
from motcua.rooms.dossiers.services.linking import advance_group
from motcua.rooms.dossiers.services.obligations import raise_obligation, settle_obligation, take_back_obligation
from motcua.rooms.dossiers.services.opening import open_for_reason, open_part
from motcua.rooms.dossiers.services.paper_way import (
    hand_paper,
    miss_paper,
    receive_paper,
    send_paper_on,
    send_result_paper,
)
from motcua.rooms.dossiers.services.parting import hand_parts
from motcua.rooms.dossiers.services.phrases import drop_phrase, keep_phrases
from motcua.rooms.dossiers.services.reading_watch import tell_spent_readings
from motcua.rooms.dossiers.services.recomputing import (
    begin_recomputation,
    recompute_all,
    recompute_due,
    recompute_stragglers,
)
from motcua.rooms.dossiers.services.reissuing import record_loss, reissue
from motcua.rooms.dossiers.services.representing import start_draft_for
from motcua.rooms.dossiers.services.submitting import submit
from motcua.rooms.dossiers.services.supplement import answer_supplement, request_supplement, save_supplement

__all__ = [
    "accept",
    "advance_group",
    "amend",
    "answer_consultation",
    "answer_supplement",
    "approve",
    "approve_correction",
    "assign",
    "begin_recomputation",
    "bring_supplement",
    "choose_agency",
    "choose_options",
    "claim",
    "climb",
    "close_consultation",
    "close_silent",
    "close_unpaid",
    "complete_step",
    "consult",
    "decline_copy",
    "decline_correction",
    "deliver",
    "discard",
    "draft_correction",
    "draft_result",
    "drop_phrase",
    "escalate",
    "extend",
    "grant_copy",
    "hand_over",
    "hand_paper",
    "hand_parts",
    "issue",
    "issue_copy",
    "issue_correction",
    "keep_phrases",
    "miss_paper",
    "note",
    "note_papers",
    "number",
    "number_correction",
    "open_at_counter",
    "open_for_reason",
    "open_part",
    "pause",
    "raise_obligation",
    "receive_paper",
    "recompute_all",
    "recompute_due",
    "recompute_stragglers",
    "record_finance",
    "record_loss",
    "refuse",
    "reissue",
    "release",
    "remove_expired_drafts",
    "request_copy",
    "request_correction",
    "request_supplement",
    "resume",
    "return_for_rework",
    "save_amendment",
    "save_draft",
    "save_supplement",
    "send_paper_on",
    "send_result_paper",
    "set_aside_apologies",
    "settle_obligation",
    "sign",
    "sign_and_issue",
    "sign_correction",
    "sign_correction_now",
    "start_draft",
    "start_draft_for",
    "stop",
    "submit",
    "take_back_obligation",
    "take_cash",
    "tell_late_consultations",
    "tell_spent_readings",
    "void_cash",
    "withdraw",
    "withdraw_part",
]
