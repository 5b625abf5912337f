"""Keys put into tokens, and asked to sign."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from signing import Signer, demo
from signing.demo.folder import issuing_authority, read_key
from signing.demo.issue import PROFILES, Key, certify
from signing.signers.proof import require_own_signature
from tests.softhsm import MODULE, SoftToken, new_token

KEYS = ("rsa2048", "rsa3072", "p256")


def full_token(pki: demo.DemoPki) -> SoftToken:
    """A token with a key and certificate of every kind, and the issuing authority's certificate."""
    made = new_token("KhoConDau")
    keys: dict[str, Key] = {
        "rsa2048": rsa.generate_private_key(65537, 2048),
        "rsa3072": rsa.generate_private_key(65537, 3072),
        "p256": ec.generate_private_key(ec.SECP256R1()),
    }
    for number, (label, key) in enumerate(keys.items(), 1):
        fill(made, pki, label, number, key)
    made.put_certificate("ca", 9, read_key(pki, "ca")[1])
    return made


def fill(token: SoftToken, pki: demo.DemoPki, label: str, number: int, key: Key | None = None) -> None:
    """Put a key with its certificate there."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    token.put_key(label, number, key)
    token.put_certificate(f"cert {label}", number, certify(PROFILES["vanthu"], key, issuing_authority(pki)))


def options(token: SoftToken, key: str, folder: Path, pin: str | None = None) -> list[str]:
    """The command line's words for this key."""
    secret = folder / f"pin-{pin or token.pin}"
    secret.write_text(f"{pin or token.pin}\n")
    return ["--pkcs11", str(MODULE), "--token", token.label, "--key", key, "--pin-file", str(secret)]


def signs(signer: Signer) -> None:
    """It makes a value that its certificate verifies."""
    require_own_signature(signer, b"data", signer.sign_bytes(b"data"))
