"""Keys at the strict provider, and files that open them."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from signing import demo
from signing.demo.folder import issuing_authority, read_key
from signing.demo.issue import PROFILES, Key, certify
from tests.unit.signing.csc_server import CscServer


def a_provider(pki: demo.DemoPki, *, is_rsa: bool = False, **settings: Any) -> CscServer:
    """A provider that keeps a fresh key with its chain, root included."""
    key: Key = rsa.generate_private_key(65537, 2048) if is_rsa else ec.generate_private_key(ec.SECP256R1())
    leaf = certify(PROFILES["vanthu"], key, issuing_authority(pki))
    return CscServer(key=key, certificates=[leaf, read_key(pki, "ca")[1], read_key(pki, "root")[1]], **settings)


def authorization(server: CscServer, **factors: str) -> bytes:
    """The content of an authorization file: the right token and PIN unless told otherwise."""
    given = ({"PIN": server.pin} if server.pin else {}) | factors
    return "\n".join([server.token, *(f"{name}={value}" for name, value in given.items())]).encode()


def options(server: CscServer, folder: Path, **factors: str) -> list[str]:
    """The command line's words for this key."""
    secret = folder / "authorization"
    secret.write_bytes(authorization(server, **factors) + b"\n")
    return ["--csc", server.url, "--credential", "khoa-1", "--authorization-file", str(secret)]
