"""The demo PKI on disk: made whole or not at all, loaded, and one certificate revoked."""

import json
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from signing.demo.images import draw_seal, draw_signature
from signing.demo.issue import CA, ORGANISATION, PROFILES, ROOT, Authority, Key, Profile, certify, new_key
from signing.errors import Misuse

SETTINGS = "demo-pki.json"
REVOKED = "revoked.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPki:
    """Where everything lies. Key files are NAME.p12 with their passphrase in NAME.pass, both mode 0600."""

    folder: Path
    base_url: str
    """What its certificates say: the services must answer there."""

    @property
    def root(self) -> Path:
        """The root certificate, PEM: what to trust."""
        return self.folder / "root.pem"

    @property
    def tsa(self) -> str:
        """Address of the timestamp service."""
        return f"{self.base_url}/tsa"

    @property
    def signature_image(self) -> Path:
        """The leader's handwritten signature, PNG."""
        return self.folder / "chu-ky.png"

    @property
    def seal_image(self) -> Path:
        """The agency's seal, PNG."""
        return self.folder / "con-dau.png"

    def p12(self, name: str) -> Path:
        """The key file of `canbo`, `thuly`, `lanhdao`, `vanthu`, `tsa`, `ocsp`, `ca` or `root`."""
        return self.folder / f"{name}.p12"

    def passphrase(self, name: str) -> bytes:
        """The passphrase of that key file."""
        return (self.folder / f"{name}.pass").read_bytes()


def make_demo_pki(folder: Path, base_url: str) -> DemoPki:
    """Make the PKI in `folder`, or return the one that is there, which keeps its own addresses and gets missing keys.

    It is built beside `folder` and renamed into place: a crash leaves no half PKI. Raises Misuse when `folder` holds
    something else, OSError for disk and folder.
    """
    if (folder / SETTINGS).exists():
        return _completed(load_demo_pki(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".demo-pki-", dir=folder.parent))
    try:
        _fill(DemoPki(folder=work, base_url=base_url.rstrip("/")))
        work.rename(folder)
    except OSError as fault:
        if (folder / SETTINGS).exists():  # another process was first
            return load_demo_pki(folder)
        if folder.exists() and any(folder.iterdir()):
            raise Misuse("not_empty", f"Thư mục {folder.name} đã có dữ liệu khác") from fault
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return load_demo_pki(folder)


def load_demo_pki(folder: Path) -> DemoPki:
    """The PKI in `folder`. Raises Misuse when there is none."""
    try:
        settings = json.loads((folder / SETTINGS).read_text("utf-8"))
        return DemoPki(folder=folder, base_url=settings["base_url"])
    except (OSError, ValueError, LookupError, TypeError) as fault:
        raise Misuse("no_demo_pki", f"Thư mục {folder.name} không có bộ chứng thư thử nghiệm") from fault


def _completed(pki: DemoPki) -> DemoPki:
    """A PKI that an earlier release made lacks who has come since."""
    for name, profile in PROFILES.items():
        if not pki.p12(name).exists():
            issue(pki, name, profile, issuing_authority(pki))
    return pki


def revoke(pki: DemoPki, serial: int) -> None:
    """Revoke a certificate of the issuing CA from now on."""
    revoked = revocations(pki) | {serial: datetime.now(UTC).replace(microsecond=0)}
    written = pki.folder / f".{REVOKED}"
    written.write_text(json.dumps({str(number): moment.isoformat() for number, moment in revoked.items()}), "utf-8")
    written.replace(pki.folder / REVOKED)


def revocations(pki: DemoPki) -> dict[int, datetime]:
    """Serial numbers and when they were revoked."""
    path = pki.folder / REVOKED
    if not path.exists():
        return {}
    return {
        int(number): datetime.fromisoformat(moment) for number, moment in json.loads(path.read_text("utf-8")).items()
    }


def _fill(pki: DemoPki) -> None:
    root_key, ca_key = new_key(ROOT), new_key(CA)
    root = certify(ROOT, root_key, None)
    above = Authority(
        certificate=root, key=root_key, crl=f"{pki.base_url}/root.crl", ocsp=None, address=f"{pki.base_url}/root.cer"
    )
    ca = certify(CA, ca_key, above)
    write_key(pki, "root", root_key, root, [])
    write_key(pki, "ca", ca_key, ca, [])
    for name, profile in PROFILES.items():
        issue(pki, name, profile, Authority(certificate=ca, key=ca_key, **_addresses(pki)))
    pki.root.write_bytes(root.public_bytes(Encoding.PEM))
    (pki.folder / "ca.pem").write_bytes(ca.public_bytes(Encoding.PEM))
    draw_signature(pki.signature_image)
    draw_seal(pki.seal_image, ORGANISATION)
    (pki.folder / SETTINGS).write_text(json.dumps({"base_url": pki.base_url}), "utf-8")


def issuing_authority(pki: DemoPki) -> Authority:
    """The issuing CA, to issue one more certificate."""
    key, certificate = read_key(pki, "ca")
    return Authority(certificate=certificate, key=key, **_addresses(pki))


def issue(pki: DemoPki, name: str, profile: Profile, authority: Authority) -> x509.Certificate:
    """Issue a certificate with a fresh key and write both as NAME.p12 and NAME.pass."""
    key = new_key(profile)
    certificate = certify(profile, key, authority)
    write_key(pki, name, key, certificate, [authority.certificate])
    return certificate


def write_key(pki: DemoPki, name: str, key: Key, certificate: x509.Certificate, chain: list[x509.Certificate]) -> None:
    """Write NAME.p12 under a random passphrase kept in NAME.pass."""
    passphrase = secrets.token_urlsafe(24).encode()
    content = pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, chain, BestAvailableEncryption(passphrase)
    )
    for path, data in ((pki.folder / f"{name}.pass", passphrase), (pki.p12(name), content)):
        path.touch(0o600)
        path.write_bytes(data)


def read_key(pki: DemoPki, name: str) -> tuple[Key, x509.Certificate]:
    """The key and certificate of NAME.p12."""
    opened = pkcs12.load_pkcs12(pki.p12(name).read_bytes(), pki.passphrase(name))
    if opened.key is None or opened.cert is None or not isinstance(opened.key, Key):
        raise Misuse("no_demo_pki", f"Tệp khóa {name}.p12 không dùng được")
    return opened.key, opened.cert.certificate


def _addresses(pki: DemoPki) -> dict[str, str]:
    return {"crl": f"{pki.base_url}/ca.crl", "ocsp": f"{pki.base_url}/ocsp", "address": f"{pki.base_url}/ca.cer"}
