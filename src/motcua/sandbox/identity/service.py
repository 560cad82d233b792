"""The provider's addresses."""

import argparse
import base64
import hmac
import os
import time
from binascii import Error as NotBase64
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

from motcua.sandbox.identity import pages, people
from motcua.sandbox.identity.keys import SigningKey
from motcua.sandbox.identity.provider import LEVELS, Authentication, Client, Denied, Grant, Provider
from motcua.sandbox.web import Behaviour, Rejected, Reply, Request, Service, json_reply, redirect

COOKIE = "sandbox-identity"
# What a careless or hostile provider could send; each must be refused by a relying party.
MODES = (
    "outage", "slow", "wrong-nonce", "wrong-audience", "wrong-issuer", "expired",
    "alg-none", "wrong-signature", "wrong-subject", "no-nonce",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=Path, help="people.yaml; without it four people of its own")
    parser.add_argument("--client-id", default="motcua")
    parser.add_argument(
        "--client-secret",
        default=os.environ.get("SANDBOX_OIDC_SECRET", "sandbox-secret"),
        help="or SANDBOX_OIDC_SECRET in the environment",
    )
    parser.add_argument("--redirect-uri", action="append", default=[], help="exact; may be repeated")
    parser.add_argument("--post-logout-uri", action="append", default=[], help="exact; may be repeated")
    parser.add_argument("--alg", choices=("ES256", "RS256"), default="ES256")


def build(options: argparse.Namespace) -> Service:
    client = Client(
        options.client_id,
        options.client_secret,
        tuple(options.redirect_uri),
        tuple(options.post_logout_uri),
    )
    provider = Provider(options.public_url, SigningKey(options.data, options.alg), [client])
    service = Service("identity", "Định danh điện tử")
    IdentityService(provider, options.people, Behaviour(service, *MODES)).connect(service)
    return service


class IdentityService:
    """Translates between HTTP and the provider."""

    def __init__(self, provider: Provider, people_file: Path | None, behaviour: Behaviour) -> None:
        self.provider = provider
        self.behaviour = behaviour
        self._people_file = people_file
        self._accounts: dict[str, people.Identity] = {}
        self._read_at: float = -1
        self._outage = False

    def connect(self, service: Service) -> None:
        for method, path, view in (
            ("GET", "/.well-known/openid-configuration", self.discovery),
            ("GET", "/jwks", lambda _request: json_reply(self.provider.key.jwks())),
            ("GET", "/authorize", self.authorize),
            ("POST", "/authorize", self.choose),
            ("POST", "/token", self.token),
            ("GET", "/userinfo", self.userinfo),
            ("POST", "/userinfo", self.userinfo),
            ("GET", "/logout", self.logout),
        ):
            service.add(method, path, self._unless_out(view))
        service.add("GET", "/_sandbox/people", self.list_people)
        service.add("POST", "/_sandbox/outage", self.switch_outage)

    def accounts(self) -> dict[str, people.Identity]:
        """Read again when the file changed, so that content can be edited while the world runs."""
        source = self._people_file if self._people_file and self._people_file.exists() else people.OWN_PEOPLE
        changed_at = source.stat().st_mtime
        if changed_at != self._read_at:
            self._accounts, self._read_at = people.load(source), changed_at
        return self._accounts

    def discovery(self, _request: Request) -> Reply:
        issuer = self.provider.issuer
        return json_reply(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "userinfo_endpoint": f"{issuer}/userinfo",
                "jwks_uri": f"{issuer}/jwks",
                "end_session_endpoint": f"{issuer}/logout",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": [self.provider.key.algorithm],
                "scopes_supported": ["openid", "profile"],
                "acr_values_supported": list(LEVELS),
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
                "authorization_response_iss_parameter_supported": True,
                "prompt_values_supported": ["none", "login"],
            }
        )

    def authorize(self, request: Request) -> Reply:
        query = request.query
        try:
            self.provider.client_for(query)
        except Denied as no:
            return pages.trouble(no.code, no.description)
        try:
            self.provider.check(query)
        except Denied as no:
            return self._tell_client(query, {"error": no.code, "error_description": no.description})
        session = self._usable_session(request)
        if query.get("prompt") == "none":
            if session is None:
                return self._tell_client(query, {"error": "login_required"})
            return self._tell_client(query, {"code": self.provider.grant(query, session)})
        return pages.choose(self.accounts(), query, level=self.provider.wanted_level(query), signed_in=session)

    def choose(self, request: Request) -> Reply:
        form = request.form
        try:
            self.provider.client_for(form)
            self.provider.check(form)
        except Denied as no:
            return pages.trouble(no.code, no.description)
        if not form.get("person"):
            return self._tell_client(form, {"error": "access_denied"})
        identity = self.accounts().get(form["person"])
        wanted = self.provider.wanted_level(form)
        level = form.get("level") or wanted
        if identity is None or level not in LEVELS:
            note = "Người này chưa có trong môi trường thử."
            return pages.choose(self.accounts(), form, level=wanted, signed_in=None, note=note)
        if int(level) > identity.strongest:
            note = f"{identity.name} mới có định danh mức 1, chưa xác thực được ở mức {level}."
            return pages.choose(self.accounts(), form, level="02", signed_in=None, note=note)
        authentication = Authentication(identity, level, int(time.time()))
        cookie = f"{COOKIE}={self.provider.open_session(authentication)}; Path=/; HttpOnly; SameSite=Lax"
        return self._tell_client(form, {"code": self.provider.grant(form, authentication)}, cookie)

    def token(self, request: Request) -> Reply:
        form = request.form
        try:
            grant, access_token = self.provider.exchange(form, self._authenticated_client(request))
        except Denied as no:
            return json_reply({"error": no.code, "error_description": no.description}, no.status)
        return json_reply(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": 300,
                "scope": grant.scope,
                "id_token": self._id_token(grant, access_token),
            },
            headers=[("Pragma", "no-cache")],
        )

    def userinfo(self, request: Request) -> Reply:
        try:
            content = self.provider.bearer(request.headers.get("authorization", ""))
        except Denied as no:
            answer = json_reply({"error": no.code}, no.status)
            answer.headers.append(("WWW-Authenticate", f'Bearer error="{no.code}"'))
            return answer
        if self.behaviour.mode == "wrong-subject":
            content = content | {"sub": "somebody-else"}
        return json_reply(content)

    def logout(self, request: Request) -> Reply:
        self.provider.close_session(request.cookies.get(COOKIE, ""))
        target = request.query.get("post_logout_redirect_uri", "")
        gone = ("Set-Cookie", f"{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
        if any(target in client.post_logout_uris for client in self.provider.clients.values()):
            state = request.query.get("state")
            return redirect(f"{target}?{urlencode({'state': state})}" if state else target, headers=[gone])
        answer = pages.signed_out()
        answer.headers.append(gone)
        return answer

    def list_people(self, _request: Request) -> Reply:
        return json_reply(
            [
                {"key": one.key, "full_name": one.name, "assurance": one.level, "organisation": bool(one.organisation)}
                for one in self.accounts().values()
            ]
        )

    def switch_outage(self, request: Request) -> Reply:
        self._outage = request.fields.get("state", "on") in ("on", "true", "1", "True")
        return json_reply({"outage": self._outage})

    def _unless_out(self, view: Any) -> Any:
        def answer(request: Request) -> Reply:
            if self._outage or self.behaviour.mode == "outage":
                raise Rejected(503, "The identity provider is out of service")
            if self.behaviour.mode == "slow":
                time.sleep(30)
            return view(request)  # type: ignore[no-any-return]

        return answer

    def _usable_session(self, request: Request) -> Authentication | None:
        """The provider's own session, when the request does not ask for a fresh or stronger proof."""
        query = request.query
        session = self.provider.session(request.cookies.get(COOKIE, ""))
        if session is None or query.get("prompt") == "login":
            return None
        age = time.time() - session.at
        if query.get("max_age") and age > int(query["max_age"]):
            return None
        return session if session.level >= self.provider.wanted_level(query) else None

    def _tell_client(self, query: dict[str, str], answer: dict[str, str], cookie: str = "") -> Reply:
        answer |= {"iss": self.provider.issuer}
        if "state" in query:
            answer["state"] = query["state"]
        joint = "&" if "?" in query["redirect_uri"] else "?"
        headers = [("Set-Cookie", cookie)] if cookie else []
        return redirect(f"{query['redirect_uri']}{joint}{urlencode(answer)}", headers=headers)

    def _authenticated_client(self, request: Request) -> Client:
        client_id, secret = request.form.get("client_id", ""), request.form.get("client_secret", "")
        scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                client_id, _, secret = base64.b64decode(encoded).decode().partition(":")
            except (NotBase64, UnicodeDecodeError):
                client_id = ""
            client_id, secret = unquote(client_id), unquote(secret)
        client = self.provider.clients.get(client_id)
        if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
            raise Denied("invalid_client", "Unknown client or wrong secret", 401)
        return client

    def _id_token(self, grant: Grant, access_token: str) -> str:
        """Signed and right, unless told to misbehave."""
        content = self.provider.id_claims(grant, access_token)
        mode = self.behaviour.mode
        if mode == "no-nonce":
            content.pop("nonce", None)
        content |= {
            "wrong-nonce": {"nonce": "not-the-nonce"},
            "wrong-audience": {"aud": "another-party"},
            "wrong-issuer": {"iss": "https://elsewhere.example"},
            "expired": {"iat": content["iat"] - 7200, "exp": content["iat"] - 3600},
        }.get(mode, {})
        if mode == "alg-none":
            return self.provider.key.unsigned(content)
        token = self.provider.key.sign(content)
        if mode == "wrong-signature":
            head, payload, signature = token.split(".")
            return f"{head}.{payload}.{signature[::-1]}"
        return token
