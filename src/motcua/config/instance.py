"""The installation's own file, instance.json: addresses and the secrets the first start makes for it."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROLES = ("motcua_owner", "motcua_app", "motcua_auditor")
# Sandbox service → how far its port is from the web port.
SANDBOX_PORTS = {"identity": 1, "vnpay": 2, "bank": 3, "mail": 4, "trust": 6, "sms": 7}
SMTP_OFFSET = 25


@dataclass
class Instance:
    """What one installation remembers about itself between starts."""

    folder: Path
    values: dict[str, Any]

    @property
    def path(self) -> Path:
        return self.folder / "instance.json"

    def secret(self, name: str) -> str:
        """A secret made once and kept."""
        return str(self.values.setdefault(name, secrets.token_urlsafe(36)))

    def save(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(self.values, indent=1, sort_keys=True))
        new.rename(self.path)


def load(folder: Path) -> Instance:
    """Read instance.json, or begin an empty one."""
    path = folder / "instance.json"
    return Instance(folder, json.loads(path.read_text()) if path.exists() else {})


def remember_sandbox(instance: Instance, port: int) -> None:
    """Point the installation at a sandbox world on the ports after `port`. The environment always wins over this."""
    local = {name: f"http://127.0.0.1:{port + offset}" for name, offset in SANDBOX_PORTS.items()}
    instance.values |= {
        "demo": True,
        "public_url": f"http://127.0.0.1:{port}",
        "secret_key": instance.secret("secret_key"),
        "oidc_issuer": local["identity"],
        "oidc_client_id": "motcua",
        "oidc_client_secret": instance.secret("oidc_client_secret"),
        "vnpay_url": f"{local['vnpay']}/paymentv2/vpcpay.html",
        "vnpay_api_url": f"{local['vnpay']}/merchant_webapi/api/transaction",
        "vnpay_tmn_code": "MOTCUA01",
        "vnpay_hash_secret": instance.secret("vnpay_hash_secret"),
        "bank_advice_secret": instance.secret("bank_advice_secret"),
        "bank_statement_url": f"{local['bank']}/statement",
        "mail_host": "127.0.0.1",
        "mail_port": port + SMTP_OFFSET,
        "sms_url": f"{local['sms']}/messages",
        "sms_token": instance.secret("sms_token"),
        "tsa_url": f"{local['trust']}/tsa",
        "ca_url": local["trust"],
        "signing_keys": str(instance.folder / "secrets" / "signing"),
        "signing_password": instance.secret("signing_password"),
        "trust_roots": str(instance.folder / "trust"),
    }


def activate(folder: Path) -> None:
    """Let this process and its children read this installation."""
    os.environ["MOTCUA_DATA_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
