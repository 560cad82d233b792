"""Acts of identity: signing in and out, offices, access tokens, a person's own data."""

from motcua.rooms.identity.rules import safe_next
from motcua.rooms.identity.services.absences import declare_absence, end_absence
from motcua.rooms.identity.services.arranging import arrange_desk
from motcua.rooms.identity.services.authorising import (
    authorise,
    claim_authorisation,
    confirm_authorisation,
    end_authorisation,
    record_authorisation,
)
from motcua.rooms.identity.services.meeting import meet_person
from motcua.rooms.identity.services.offices import close_account, end_office, grant_office
from motcua.rooms.identity.services.own import declare_contact, report_value
from motcua.rooms.identity.services.people import load_people, register_people
from motcua.rooms.identity.services.sessions import (
    begin_sign_in,
    choose_capacity,
    end_session,
    finish_sign_in,
    leave_address,
    require_recent,
    sign_in,
    sign_out,
    wanted_page,
)
from motcua.rooms.identity.services.tokens import issue_token, revoke_token

__all__ = [
    "arrange_desk",
    "authorise",
    "begin_sign_in",
    "choose_capacity",
    "claim_authorisation",
    "close_account",
    "confirm_authorisation",
    "declare_absence",
    "declare_contact",
    "end_absence",
    "end_authorisation",
    "end_office",
    "end_session",
    "finish_sign_in",
    "grant_office",
    "issue_token",
    "leave_address",
    "load_people",
    "meet_person",
    "record_authorisation",
    "register_people",
    "report_value",
    "require_recent",
    "revoke_token",
    "safe_next",
    "sign_in",
    "sign_out",
    "wanted_page",
]
