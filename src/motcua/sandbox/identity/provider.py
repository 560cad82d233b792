"""OpenID Connect authorization code flow with PKCE: what is issued, to whom, for how long."""

import base64
import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from motcua.sandbox.identity.keys import SigningKey
from motcua.sandbox.identity.people import Identity, claims

CODE_SECONDS = 60
TOKEN_SECONDS = 300
SESSION_SECONDS = 8 * 3600
LEVELS = ("01", "02", "03", "04")


class Denied(Exception):
    """An error of RFC 6749 with its code."""

    def __init__(self, code: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.status = status


@dataclass(frozen=True)
class Client:
    id: str
    secret: str
    redirect_uris: tuple[str, ...]
    post_logout_uris: tuple[str, ...]


@dataclass(frozen=True)
class Authentication:
    """Somebody proved who they are, how strongly and when."""

    identity: Identity
    level: str
    at: int


@dataclass
class Grant:
    """An authorization code waiting to be exchanged, once."""

    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str
    scope: str
    authentication: Authentication
    expires: float
    used: bool = False
    tokens: list[str] = field(default_factory=list)


class Provider:
    """State of the provider. Lost at a restart, like a phone app that must be opened again."""

    def __init__(self, issuer: str, key: SigningKey, clients: list[Client]) -> None:
        self.issuer = issuer
        self.key = key
        self.clients = {client.id: client for client in clients}
        self._grants: dict[str, Grant] = {}
        self._tokens: dict[str, tuple[Grant, float]] = {}
        self._sessions: dict[str, tuple[Authentication, float]] = {}
        self._lock = threading.Lock()

    def client_for(self, query: dict[str, str]) -> Client:
        """The registered client, only when the redirect address is exactly one of its own."""
        client = self.clients.get(query.get("client_id", ""))
        if client is None:
            raise Denied("invalid_request", "client_id is not registered")
        if query.get("redirect_uri") not in client.redirect_uris:
            raise Denied("invalid_request", "redirect_uri is not one of the registered addresses")
        return client

    @staticmethod
    def check(query: dict[str, str]) -> None:
        """Refuse anything but a code flow with PKCE S256; told to the client by redirect."""
        if query.get("response_type") != "code":
            raise Denied("unsupported_response_type", "Only the code flow is offered")
        if "openid" not in query.get("scope", "").split():
            raise Denied("invalid_scope", "scope must contain openid")
        if query.get("code_challenge_method") != "S256" or len(query.get("code_challenge", "")) < 43:
            raise Denied("invalid_request", "PKCE with S256 is required")
        if query.get("max_age", "0") and not query.get("max_age", "0").isdigit():
            raise Denied("invalid_request", "max_age is a number of seconds")

    @staticmethod
    def wanted_level(query: dict[str, str]) -> str:
        """The first requested level this provider knows, or two factors."""
        return next((value for value in query.get("acr_values", "").split() if value in LEVELS), "02")

    def grant(self, query: dict[str, str], authentication: Authentication) -> str:
        code = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_expired()
            self._grants[code] = Grant(
                client_id=query["client_id"],
                redirect_uri=query["redirect_uri"],
                challenge=query["code_challenge"],
                nonce=query.get("nonce", ""),
                scope=query["scope"],
                authentication=authentication,
                expires=time.time() + CODE_SECONDS,
            )
        return code

    def exchange(self, form: dict[str, str], client: Client) -> tuple[Grant, str]:
        """Code → access token. A code presented twice kills what it gave the first time."""
        if form.get("grant_type") != "authorization_code":
            raise Denied("unsupported_grant_type", "Only authorization_code is offered")
        with self._lock:
            grant = self._grants.get(form.get("code", ""))
            if grant is None or grant.client_id != client.id or grant.expires < time.time():
                raise Denied("invalid_grant", "The code is unknown or has expired")
            if grant.used:
                for token in grant.tokens:
                    self._tokens.pop(token, None)
                raise Denied("invalid_grant", "The code was used before")
            grant.used = True
            if grant.redirect_uri != form.get("redirect_uri"):
                raise Denied("invalid_grant", "redirect_uri differs from the one of the request")
            if not hmac.compare_digest(_challenge(form.get("code_verifier", "")), grant.challenge):
                raise Denied("invalid_grant", "code_verifier does not match")
            token = secrets.token_urlsafe(32)
            grant.tokens.append(token)
            self._tokens[token] = (grant, time.time() + TOKEN_SECONDS)
        return grant, token

    def id_claims(self, grant: Grant, access_token: str) -> dict[str, Any]:
        now = int(time.time())
        content = {
            "iss": self.issuer,
            "sub": grant.authentication.identity.sub,
            "aud": grant.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": grant.authentication.at,
            "acr": grant.authentication.level,
            "amr": ["pwd"] if grant.authentication.level == "01" else ["pwd", "otp"],
            "at_hash": _half_hash(access_token),
        }
        if grant.nonce:
            content["nonce"] = grant.nonce
        return content

    def bearer(self, header: str) -> dict[str, Any]:
        """The claims an access token opens."""
        scheme, _, token = header.partition(" ")
        with self._lock:
            found = self._tokens.get(token) if scheme.lower() == "bearer" else None
        if found is None or found[1] < time.time():
            raise Denied("invalid_token", "The access token is unknown or has expired", 401)
        return claims(found[0].authentication.identity)

    def open_session(self, authentication: Authentication) -> str:
        name = secrets.token_urlsafe(32)
        with self._lock:
            self._sessions[name] = (authentication, time.time() + SESSION_SECONDS)
        return name

    def session(self, name: str) -> Authentication | None:
        with self._lock:
            found = self._sessions.get(name)
        return found[0] if found and found[1] > time.time() else None

    def close_session(self, name: str) -> None:
        with self._lock:
            self._sessions.pop(name, None)

    def _forget_expired(self) -> None:
        now = time.time()
        for code in [code for code, grant in self._grants.items() if grant.expires + TOKEN_SECONDS < now]:
            del self._grants[code]
        for token in [token for token, (_, until) in self._tokens.items() if until < now]:
            del self._tokens[token]


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _half_hash(token: str) -> str:
    digest = hashlib.sha256(token.encode()).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
