"""Tokens to sign with: SoftHSM2, filled by other people's tools, plugged in and pulled out."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.demo.issue import Key

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
SPY = next(Path("/usr/lib").glob("*/pkcs11-spy.so"), Path("pkcs11-spy.so"))
"""Of OpenSC: hands every call on to the library in PKCS11SPY and writes it down, PINs included."""
SO_PIN = "12345678"


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftToken:
    """One token. Labels and PINs are words of letters and digits."""

    label: str
    pin: str = field(repr=False)
    home: Path
    """The folder that SoftHSM keeps it in."""

    def put_key(self, label: str, number: int, key: Key, *more: str) -> None:
        """Import a private key under this label and CKA_ID."""
        content = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        self._store(content, "privkey", label, number, "--usage-sign", *more)

    def put_certificate(self, label: str, number: int, certificate: x509.Certificate) -> None:
        """Store a certificate under this label and CKA_ID."""
        self._store(certificate.public_bytes(Encoding.DER), "cert", label, number)

    def change_pin(self, new: str) -> None:
        """Set another PIN, as the security officer."""
        so = ("--login", "--init-pin", "--login-type", "so", "--so-pin", SO_PIN, "--new-pin", new)
        run("pkcs11-tool", "--module", MODULE, "--token-label", self.label, *so)

    def pull_out(self) -> None:
        """Remove the token from its slot."""
        self.home.rename(self.home.parent.parent / self.home.name)

    def plug_in(self) -> None:
        """Put it back."""
        (self.home.parent.parent / self.home.name).rename(self.home)

    def _store(self, content: bytes, kind: str, label: str, number: int, *more: str) -> None:
        path = self.home.parent.parent / f"{secrets.token_hex(8)}.der"
        path.write_bytes(content)
        login = ("--token-label", self.label, "--login", "--pin", self.pin)
        named = ("--type", kind, "--label", label, "--id", f"{number:02x}")
        run("pkcs11-tool", "--module", MODULE, *login, "--write-object", path, *named, *more)
        path.unlink()


def new_token(label: str, pin: str = "654321") -> SoftToken:
    """An empty token."""
    tokens = Path(os.environ["SOFTHSM2_CONF"]).parent / "tokens"
    before = set(tokens.iterdir())
    run("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", pin)
    (home,) = set(tokens.iterdir()) - before
    return SoftToken(label=label, pin=pin, home=home)


@contextmanager
def softhsm(folder: Path) -> Iterator[None]:
    """SoftHSM for this process and its children, its tokens below `folder`."""
    (folder / "tokens").mkdir(parents=True)
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    yield
    if before is None:
        del os.environ["SOFTHSM2_CONF"]
    else:
        os.environ["SOFTHSM2_CONF"] = before


def run(*words: object) -> str:
    """Run a program to its success; what it said."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout
