"""Keyed digests in constant time: the only place that compares signatures."""

import hashlib
import hmac


def hmac_sha512(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()


def hmac_sha256(secret: str, text: str | bytes) -> str:
    raw = text if isinstance(text, bytes) else text.encode()
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def same(ours: str, theirs: object) -> bool:
    """Compare without telling by time how much was right. Anything but text is simply wrong."""
    if not isinstance(theirs, str):
        return False
    return hmac.compare_digest(ours.encode(), theirs.strip().lower().encode())
