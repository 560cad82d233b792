"""RFC 3161: a query in, a signed statement «these bytes existed now» out."""

import hashlib
import secrets
from datetime import UTC, datetime

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from motcua.sandbox.trust.authority import Pair

POLICY = "1.3.6.1.4.1.99999.3161.1"
ACCEPTED = {"sha256": 32, "sha384": 48, "sha512": 64}


class Rejection(core.Sequence):  # type: ignore[misc]
    """A TimeStampResp without a token, which asn1crypto's own class does not know."""

    _fields = [("status", tsp.PKIStatusInfo)]


def answer(query: bytes, signer: Pair, chain: list[Pair]) -> bytes:
    """Answer a TimeStampReq with a TimeStampResp, also when the query is refused."""
    try:
        request = tsp.TimeStampReq.load(query, strict=True)
        imprint = request["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        digest = imprint["hashed_message"].native
        policy = request["req_policy"].native
        nonce = request["nonce"].native
        wants_certificate = bool(request["cert_req"].native)
    except (ValueError, KeyError, TypeError):
        return refusal("bad_data_format", "The query is not a TimeStampReq")
    if ACCEPTED.get(algorithm) != len(digest):
        return refusal("bad_alg", "The digest must be SHA-256, SHA-384 or SHA-512")
    if policy not in (None, POLICY):
        return refusal("unaccepted_policy", "Only the default policy is offered")

    statement = {
        "version": "v1",
        "policy": POLICY,
        "message_imprint": imprint,
        "serial_number": secrets.randbits(127),
        "gen_time": datetime.now(UTC),
        "accuracy": {"seconds": 1},
        "tsa": x509.GeneralName("directory_name", x509.Certificate.load(signer.der).subject),
    }
    if nonce is not None:
        statement["nonce"] = nonce
    token = _signed(tsp.TSTInfo(statement), signer, chain if wants_certificate else [])
    return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}).dump()  # type: ignore[no-any-return]


def refusal(failure: str, words: str) -> bytes:
    status = tsp.PKIStatusInfo(
        {"status": "rejection", "status_string": [core.UTF8String(words)], "fail_info": tsp.PKIFailureInfo({failure})}
    )
    return Rejection({"status": status}).dump()  # type: ignore[no-any-return]


def _signed(statement: tsp.TSTInfo, signer: Pair, certificates: list[Pair]) -> cms.ContentInfo:
    own = x509.Certificate.load(signer.der)
    content = statement.dump()
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": datetime.now(UTC)})]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(content).digest()]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [_reference(own, signer.der)]}),
        ]
    )
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number", {"issuer": own.issuer, "serial_number": own.serial_number}
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signature": signer.key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
    )
    signed = {
        "version": "v3",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(content)},
        "signer_infos": [info],
    }
    if certificates:
        signed["certificates"] = [
            cms.CertificateChoices("certificate", x509.Certificate.load(pair.der)) for pair in certificates
        ]
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def _reference(own: x509.Certificate, der: bytes) -> tsp.SigningCertificateV2:
    return tsp.SigningCertificateV2(
        {
            "certs": [
                {
                    "cert_hash": hashlib.sha256(der).digest(),
                    "issuer_serial": {
                        "issuer": [x509.GeneralName("directory_name", own.issuer)],
                        "serial_number": own.serial_number,
                    },
                }
            ]
        }
    )
