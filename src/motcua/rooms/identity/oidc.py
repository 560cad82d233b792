"""OpenID Connect relying party: sends people to the e-identity provider and believes only what it can verify.

Protocol pieces are Authlib's and joserfc's; network calls are httpx with short limits. Protocol times (expiry of
tokens, age of a proof) follow the machine's clock, never the business clock of a demonstration.
"""

import base64
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.core import signing
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from motcua.kernel.errors import Refused
from motcua.rooms.identity import rules
from motcua.rooms.identity.types import IdentityClaims, SignInRequest

CALLBACK = "/dang-nhap/tra-ve"
SALT = "identity.sign-in"
FLOW_SECONDS = 600
ALGORITHMS = ("ES256", "RS256", "PS256")
LIMITS = httpx.Timeout(5, connect=2)
LEEWAY = 30
FRESH_SECONDS = 20
KEY_PAUSE = 30
LARGEST_ANSWER = 200_000
LOCAL = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Flow:
    """What we remember of a sign-in under way, in a signed cookie at the browser."""

    state: str
    nonce: str
    verifier: str
    next_path: str
    shared_device: bool
    level: str


@dataclass
class _Provider:
    """The provider's own description and keys, kept for a short while in this process."""

    about: dict[str, Any]
    read_at: float
    keys: KeySet | None = None
    keys_read_at: float = 0


_known: dict[str, _Provider] = {}


def begin(next_path: str, *, shared_device: bool = False, level: int = 0, fresh: bool = False) -> SignInRequest:
    """Make the address to send the browser to. `level` and `fresh` ask for a stronger or new proof.

    Refused: sign-in.provider-unreachable
    """
    provider = _provider()
    flow = Flow(
        state=generate_token(43),
        nonce=generate_token(43),
        verifier=generate_token(64),
        next_path=rules.safe_next(next_path),
        shared_device=shared_device,
        level=f"{level:02d}" if level else "",
    )
    asked: dict[str, str] = {"nonce": flow.nonce}
    if flow.level:
        asked["acr_values"] = flow.level
    if fresh:
        asked |= {"prompt": "login", "max_age": "0"}
    url = prepare_grant_uri(
        provider.about["authorization_endpoint"],
        client_id=settings.MOTCUA.oidc_client_id,
        response_type="code",
        redirect_uri=_callback(),
        scope="openid profile",
        state=flow.state,
        code_challenge=create_s256_code_challenge(flow.verifier),
        code_challenge_method="S256",
        **asked,
    )
    cookie = signing.dumps(
        [flow.state, flow.nonce, flow.verifier, flow.next_path, shared_device, flow.level], salt=SALT
    )
    return SignInRequest(url=url, cookie=cookie)


def finish(query: Mapping[str, str], cookie: str) -> tuple[IdentityClaims, Flow]:
    """Exchange the code, verify everything, take over the needed claims.

    Refused: sign-in.not-begun-here, sign-in.cancelled, sign-in.provider-unreachable, sign-in.answer-not-trusted,
    sign-in.level-not-reached, sign-in.identity-incomplete
    """
    flow = _flow(cookie)
    if not hmac.compare_digest(query.get("state", "").encode(), flow.state.encode()):
        raise Refused("sign-in.not-begun-here")
    provider = _provider()
    issuer = query.get("iss", "")
    if (issuer or provider.about.get("authorization_response_iss_parameter_supported")) and issuer != _issuer():
        raise Refused("sign-in.answer-not-trusted", reason="iss")
    if query.get("error") or not query.get("code"):
        raise Refused("sign-in.cancelled")
    tokens = _exchange(provider, query["code"], flow)
    proof = _verified(provider, tokens, flow)
    userinfo = _get_json(provider.about["userinfo_endpoint"], bearer=str(tokens["access_token"]))
    if not hmac.compare_digest(str(userinfo.get("sub", "")).encode(), str(proof["sub"]).encode()):
        raise Refused("sign-in.answer-not-trusted", reason="userinfo sub")
    age = int(time.time()) - int(proof.get("auth_time") or proof["iat"])
    try:
        claims = rules.claims_taken(userinfo, acr=str(proof.get("acr", "")), proved_seconds_ago=age)
    except rules.Incomplete:
        raise Refused("sign-in.identity-incomplete") from None
    if flow.level and claims.authentication_level < int(flow.level):
        raise Refused("sign-in.level-not-reached")
    return claims, flow


def wanted_page(cookie: str) -> str:
    try:
        return rules.safe_next(_flow(cookie).next_path)
    except Refused:
        return "/"


def leave_address(after: str) -> str:
    """Where a person also ends the provider's own session; empty when the provider offers none or does not answer."""
    try:
        about = _provider().about
    except Refused:
        return ""
    if not about.get("end_session_endpoint"):
        return ""
    asked = {
        "client_id": settings.MOTCUA.oidc_client_id,
        "post_logout_redirect_uri": settings.MOTCUA.public_url + after,
    }
    return f"{about['end_session_endpoint']}?{urlencode(asked)}"


def forget() -> None:
    """Drop what is remembered of providers and their open connections; for tests."""
    _known.clear()
    for local in (False, True):
        _client(local).close()
    _client.cache_clear()


@cache
def _client(local: bool) -> httpx.Client:
    """One client a process: connections are kept. Proxies of the environment are for the world outside."""
    return httpx.Client(timeout=LIMITS, follow_redirects=False, trust_env=not local)


def _issuer() -> str:
    return str(settings.MOTCUA.oidc_issuer).rstrip("/")


def _callback() -> str:
    return f"{settings.MOTCUA.public_url}{CALLBACK}"


def _flow(cookie: str) -> Flow:
    try:
        return Flow(*signing.loads(cookie, salt=SALT, max_age=FLOW_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        raise Refused("sign-in.not-begun-here") from None


def _provider() -> _Provider:
    """The provider's description, read again after 20 s so that an outage is told before people are sent there."""
    issuer = _issuer()
    if not issuer:
        raise Refused("sign-in.provider-unreachable")
    known = _known.get(issuer)
    if known and time.monotonic() - known.read_at < FRESH_SECONDS:
        return known
    about = _get_json(f"{issuer}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
    if about.get("issuer") != issuer or not all(_is_web(about.get(name)) for name in needed):
        raise Refused("sign-in.answer-not-trusted", reason="discovery")
    if known and known.about == about:
        known.read_at = time.monotonic()
        return known
    _known[issuer] = _Provider(about=about, read_at=time.monotonic())
    return _known[issuer]


def _is_web(address: Any) -> bool:
    """An address we would call: https, or plain http on this machine."""
    parts = urlsplit(str(address or ""))
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOCAL)


def _keys(provider: _Provider, *, again: bool = False) -> KeySet:
    """The provider's keys; read again for an unknown key, but not more often than twice a minute."""
    age = time.monotonic() - provider.keys_read_at
    if provider.keys is None or (again and age > KEY_PAUSE):
        try:
            provider.keys = KeySet.import_key_set(_get_json(provider.about["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError):
            raise Refused("sign-in.answer-not-trusted", reason="keys") from None
        provider.keys_read_at = time.monotonic()
    return provider.keys


def _exchange(provider: _Provider, code: str, flow: Flow) -> dict[str, Any]:
    one = settings.MOTCUA
    basic = base64.b64encode(f"{quote(one.oidc_client_id)}:{quote(one.oidc_client_secret)}".encode()).decode()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": _callback(),
        "code_verifier": flow.verifier,
    }
    answer = _call("POST", provider.about["token_endpoint"], data=form, headers={"Authorization": f"Basic {basic}"})
    if answer.status_code != httpx.codes.OK:
        raise Refused("sign-in.answer-not-trusted", reason="code")
    tokens = _as_object(answer)
    if (
        str(tokens.get("token_type", "")).lower() != "bearer"
        or not tokens.get("access_token")
        or not tokens.get("id_token")
    ):
        raise Refused("sign-in.answer-not-trusted", reason="token")
    return tokens


def _verified(provider: _Provider, tokens: dict[str, Any], flow: Flow) -> CodeIDToken:
    """The ID token's claims after signature, issuer, audience, times, nonce and at_hash were checked."""
    client_id = settings.MOTCUA.oidc_client_id
    options = {"iss": {"essential": True, "value": _issuer()}, "aud": {"essential": True, "value": client_id}}
    params = {"nonce": flow.nonce, "client_id": client_id, "access_token": tokens["access_token"]}
    for again in (False, True):
        try:
            token = jwt.decode(str(tokens["id_token"]), _keys(provider, again=again), algorithms=list(ALGORITHMS))
            claims = CodeIDToken(token.claims, token.header, options, params)
            claims.validate(now=int(time.time()), leeway=LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError) as fault:
            if again or provider.keys_read_at > time.monotonic() - KEY_PAUSE:
                raise Refused("sign-in.answer-not-trusted", reason=type(fault).__name__) from None
        else:
            return claims
    raise AssertionError("unreachable")


def _get_json(url: str, *, bearer: str = "") -> dict[str, Any]:
    answer = _call("GET", url, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})
    if answer.status_code != httpx.codes.OK:
        raise Refused("sign-in.answer-not-trusted", reason=str(answer.status_code))
    return _as_object(answer)


def _call(method: str, url: str, **more: Any) -> httpx.Response:
    try:
        answer = _client(urlsplit(url).hostname in LOCAL).request(method, url, **more)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Refused("sign-in.provider-unreachable") from None
    if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise Refused("sign-in.provider-unreachable")
    return answer


def _as_object(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json() if len(answer.content) <= LARGEST_ANSWER else None
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise Refused("sign-in.answer-not-trusted", reason="not JSON")
    return content
