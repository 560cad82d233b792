"""The roles of an office in words, for «whom to ask» and for the officer's own menu."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

ROLES = {
    "citizen": gettext_noop("a person signed in with the e-identity"),
    "officer": gettext_noop("an officer of the agency"),
    "reception_officer": gettext_noop("reception officer"),
    "dispatcher": gettext_noop("dispatcher"),
    "case_officer": gettext_noop("case officer"),
    "unit_head": gettext_noop("head of the unit"),
    "signing_authority": gettext_noop("signing leader"),
    "records_clerk": gettext_noop("records clerk"),
    "cashier": gettext_noop("cashier"),
    "business_admin": gettext_noop("business administrator"),
    "technical_admin": gettext_noop("technical administrator"),
    "procedure_controller": gettext_noop("procedure controller"),
    "auditor": gettext_noop("auditor"),
}


def role_name(role: str) -> str:
    return _(ROLES[role]) if role in ROLES else role
