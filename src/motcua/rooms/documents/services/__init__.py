"""What can be done with files and documents. Split by act family; this is the one door."""

from motcua.rooms.documents.services.approving import approve, take_approval_over
from motcua.rooms.documents.services.copying import copy
from motcua.rooms.documents.services.drawing import draw_up, record_fault, record_rendering, redraw, render_now
from motcua.rooms.documents.services.files import (
    attach,
    discard,
    hand_on,
    inspect,
    inspect_now,
    judge,
    record_inspection,
    take_in,
    take_in_looked_at,
)
from motcua.rooms.documents.services.keys import KeyHolder, provision_keys
from motcua.rooms.documents.services.numbering import number
from motcua.rooms.documents.services.revoking import put_aside, revoke
from motcua.rooms.documents.services.signing import (
    finish_signing,
    order_signature,
    record_delay,
    record_preparation,
    record_signature,
    sign,
    sign_now,
)
from motcua.rooms.documents.services.witnessing import TimeStampWitness
from motcua.rooms.documents.typesetting import font_report, qr_svg, render, render_pictures

__all__ = [
    "KeyHolder",
    "Provisioned",
    "TimeStampWitness",
    "approve",
    "attach",
    "copy",
    "discard",
    "draw_up",
    "finish_signing",
    "font_report",
    "hand_on",
    "inspect",
    "inspect_now",
    "judge",
    "number",
    "order_signature",
    "provision_keys",
    "put_aside",
    "qr_svg",
    "record_delay",
    "record_fault",
    "record_inspection",
    "record_preparation",
    "record_rendering",
    "record_signature",
    "redraw",
    "render",
    "render_now",
    "render_pictures",
    "revoke",
    "sign",
    "sign_now",
    "take_approval_over",
    "take_in",
    "take_in_looked_at",
]
