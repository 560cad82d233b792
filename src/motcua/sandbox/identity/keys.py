"""The provider's signing key, made at the first start and kept in the data folder."""

from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey


class SigningKey:
    """Signs ID tokens; publishes the public half."""

    def __init__(self, folder: Path, algorithm: str) -> None:
        self.algorithm = algorithm
        self._key = self._load(folder / f"oidc-{algorithm.lower()}.pem")

    def _load(self, path: Path) -> Key:
        kind = ECKey if self.algorithm == "ES256" else RSAKey
        if not path.exists():
            made = ECKey.generate_key("P-256") if kind is ECKey else RSAKey.generate_key(2048)
            path.touch(mode=0o600)
            path.write_bytes(made.as_pem(private=True))
        key = kind.import_key(path.read_bytes())
        return kind.import_key(key.as_dict(private=True) | {"kid": key.thumbprint()})

    def jwks(self) -> dict[str, Any]:
        public = self._key.as_dict(private=False)
        return {"keys": [public | {"use": "sig", "alg": self.algorithm}]}

    def sign(self, claims: dict[str, Any]) -> str:
        header = {"alg": self.algorithm, "typ": "JWT", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=[self.algorithm])

    def unsigned(self, claims: dict[str, Any]) -> str:
        """The same token with alg none, for trying a relying party."""
        payload = self.sign(claims).split(".")[1]
        return f"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{payload}."
