"""The time-stamp authority as a witness over any digest, not only over signatures."""
# mypy: disable-error-code="no-untyped-call"
# (pyHanko has functions without types)

import asyncio
from datetime import datetime

from django.conf import settings

from motcua.rooms.documents.ports import TimeStampUnavailable
from motcua.rooms.documents.trust import root_certificates


class TimeStampWitness:
    """Asks the authority of the settings, and believes tokens whose signer leads to a trusted root."""

    def stamp(self, digest: bytes) -> bytes | None:
        """A token over a SHA-256 digest; None when no authority is set or it does not answer."""
        from motcua.rooms.documents.signing.keys import HttpTimeStamper  # noqa: PLC0415 - pyHanko only where needed

        if not settings.MOTCUA.tsa_url:
            return None
        try:
            answer = asyncio.run(HttpTimeStamper(settings.MOTCUA.tsa_url).async_timestamp(digest, "sha256"))
        except (TimeStampUnavailable, ValueError, OSError):
            return None
        token: bytes = answer.dump()
        return token

    def stamped_at(self, token: bytes, digest: bytes) -> datetime | None:
        """When the authority saw the digest; None when the token is about something else or nobody trusts its signer."""
        from asn1crypto import cms, x509  # noqa: PLC0415
        from pyhanko.sign.validation.generic_cms import validate_tst_signed_data  # noqa: PLC0415
        from pyhanko.sign.validation.status import TimestampSignatureStatus  # noqa: PLC0415
        from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

        context = ValidationContext(trust_roots=[x509.Certificate.load(der) for der in root_certificates()])
        try:
            signed = cms.ContentInfo.load(token)["content"]
            told = asyncio.run(validate_tst_signed_data(signed, context, {"sha256": digest}.__getitem__))
            status = TimestampSignatureStatus(**told)
        except Exception:  # noqa: BLE001 - bytes that break the reader prove nothing
            return None
        found: datetime = status.timestamp
        return found if status.intact and status.valid and status.trusted else None
