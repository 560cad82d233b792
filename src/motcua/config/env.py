"""Every setting of an installation, typed. A wrong value refuses to boot, with all problems in one message.

Values come from environment variables MOTCUA_…, then from the installation's own instance.json, which the first start
writes with fresh secrets. `motcua doctor` and docs/reference/settings.md read the descriptions here.
"""

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlparse

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, JsonConfigSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]
FEWEST_LETTERS = 12
KNOWN_WEAK = {"secret", "changeme", "password", "motcua"}


def data_dir() -> Path:
    return Path(os.environ.get("MOTCUA_DATA_DIR") or ROOT / "var").absolute()


class Settings(BaseSettings):
    """Settings of one installation. Names in the environment carry the prefix MOTCUA_."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", extra="ignore")

    data_dir: Path = Field(
        default_factory=data_dir, description="Folder of everything that is not code: database, files, keys, logs"
    )
    content_dir: Path = Field(default=ROOT, description="Folder that holds procedures/ and content/")
    public_url: str = Field(
        default="http://127.0.0.1:8000", description="Address people use, without a slash at the end"
    )
    secret_key: str = Field(min_length=40, description="Signs cookies and links; at least 40 random characters")
    demo: bool = Field(default=False, description="This is a demonstration: the sandbox world is named on the pages")
    debug: bool = Field(
        default=False, description="Show faults to developers; refused together with a public https address"
    )

    database_url: str = Field(
        description="PostgreSQL ≥ 16 as the application role: postgresql://motcua_app:…@host/motcua"
    )
    owner_database_url: str = Field(default="", description="The same database as its owner; only migrations use it")
    web_workers: Annotated[int, Field(ge=1, le=64)] = Field(default=2, description="Web processes")
    web_threads: Annotated[int, Field(ge=1, le=64)] = Field(
        default=4, description="Threads a web process; each may hold one database connection"
    )

    oidc_issuer: str = Field(default="", description="Issuer address of the e-identity provider (OpenID Connect)")
    oidc_client_id: str = Field(default="motcua", description="Our name at the e-identity provider")
    oidc_client_secret: str = Field(default="", description="Our secret at the e-identity provider")

    vnpay_url: str = Field(default="", description="VNPAY payment page address")
    vnpay_api_url: str = Field(default="", description="VNPAY query and refund address")
    vnpay_tmn_code: str = Field(default="", description="VNPAY terminal code")
    vnpay_hash_secret: str = Field(default="", description="VNPAY secret for HMAC-SHA512")
    vietqr_bank_bin: str = Field(default="970436", description="NAPAS number of the bank that holds the fee account")
    vietqr_account: str = Field(default="0123456789", description="Fee account number")
    vietqr_account_name: str = Field(default="KHO BAC NHA NUOC", description="Fee account holder, without marks")
    bank_advice_secret: str = Field(default="", description="Secret that signs the bank's credit advices")
    bank_statement_url: str = Field(default="", description="Where the bank's daily statement is fetched")

    mail_host: str = Field(default="", description="SMTP server; empty keeps mail waiting")
    mail_port: int = Field(default=25, description="SMTP port")
    mail_user: str = Field(default="", description="SMTP user")
    mail_password: str = Field(default="", description="SMTP password")
    mail_tls: bool = Field(default=False, description="STARTTLS")
    mail_from: str = Field(default="Một Cửa <khong-tra-loi@motcua.example.vn>", description="Sender of mail")
    sms_url: str = Field(default="", description="SMS gateway address")
    sms_token: str = Field(default="", description="SMS gateway bearer token")

    tsa_url: str = Field(default="", description="RFC 3161 time-stamp authority")
    ca_url: str = Field(
        default="", description="Certification authority that signs certificate requests (demonstration)"
    )
    signing_keys: Path | None = Field(default=None, description="Folder of PKCS#12 files named by account or agency id")
    signing_password: str = Field(default="", description="Password of the PKCS#12 files")
    pkcs11_module: str = Field(
        default="", description="PKCS#11 library of a hardware security module, instead of files"
    )
    trust_roots: Path | None = Field(
        default=None, description="Folder of root certificates (PEM) that signatures are checked against"
    )

    session_idle_minutes: Annotated[int, Field(ge=5, le=240)] = Field(
        default=30, description="A session ends after this long without a request"
    )
    session_hours: Annotated[int, Field(ge=1, le=24)] = Field(
        default=12, description="A session ends after this long in any case"
    )
    proof_minutes_signing: Annotated[int, Field(ge=0, le=720)] = Field(
        default=60, description="Signing asks for the e-identity again when the last proof is older; 0 never"
    )
    proof_minutes_paying: Annotated[int, Field(ge=0, le=720)] = Field(
        default=60, description="Paying and withdrawing ask again when the last proof is older; 0 never"
    )
    readings_an_hour: Annotated[int, Field(ge=20, le=5000)] = Field(
        default=300,
        description="So many dossiers an officer may open, or be shown by a search for people, within an hour",
    )
    upload_max_mb: Annotated[int, Field(ge=1, le=200)] = Field(default=50, description="Largest file accepted")
    help_phone: str = Field(default="1022", description="Telephone number shown on every page")

    @property
    def secrets_dir(self) -> Path:
        return self.data_dir / "secrets"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlparse(self.public_url).hostname or "127.0.0.1"

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        problems = []
        if self.public_url.endswith("/") or not urlparse(self.public_url).hostname:
            problems.append("public_url must be like https://dichvucong.example.vn, without a slash at the end")
        if self.debug and self.https:
            problems.append("debug shows faults to everybody: switch it off on a public address")
        if self.secret_key.lower() in KNOWN_WEAK or len(set(self.secret_key)) < FEWEST_LETTERS:
            problems.append("secret_key is too simple: use 40 or more random characters")
        if not self.database_url.startswith(("postgresql://", "postgres://")):
            problems.append("database_url must start with postgresql://")
        if self.https and not self.demo:
            for name in ("oidc_issuer", "vnpay_url", "tsa_url"):
                if "127.0.0.1" in getattr(self, name) or "localhost" in getattr(self, name):
                    problems.append(f"{name} still points to this machine's demonstration world")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        return (
            init_settings,
            env_settings,
            JsonConfigSettingsSource(settings_cls, json_file=data_dir() / "instance.json"),
        )


class Misconfigured(Exception):
    """The installation cannot start; the message lists every problem."""


@cache
def load(**overrides: Any) -> Settings:
    """Read the settings. Raises Misconfigured with every problem in plain sentences."""
    if url := os.environ.get("DATABASE_URL"):
        os.environ.setdefault("MOTCUA_DATABASE_URL", url)
    try:
        return Settings(**overrides)
    except ValidationError as fault:
        lines = []
        for error in fault.errors():
            name = "MOTCUA_" + ".".join(str(p) for p in error["loc"]).upper() if error["loc"] else "Settings"
            text = "is not set" if error["type"] == "missing" else error["msg"].removeprefix("Value error, ")
            lines += [f"  - {name}: {part.strip()}" for part in text.split(";")]
        raise Misconfigured("Một Cửa cannot start with these settings:\n" + "\n".join(lines)) from None
