"""CPU of one signature as a multiple of one raw RSA-2048 signature, measured in the same process."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

import signing
from tests.pki import demo_services

TITLE = "Ký số: tài liệu 100 kB, khóa RSA-2048 / signing a 100 kB document"
ROUNDS = 20


def lines() -> Iterator[str]:
    """The table, a line at a time."""
    raw = _raw()
    yield f"một chữ ký RSA-2048 trần / one raw signature: {raw * 1000:.2f} ms"
    with tempfile.TemporaryDirectory() as folder, demo_services(Path(folder) / "pki") as pki:
        source, target = _document(Path(folder) / "in.pdf"), Path(folder) / "out.pdf"
        signer = signing.load_pkcs12(pki.p12("lanhdao"), pki.passphrase("lanhdao"))
        trust = signing.load_trust([pki.root])
        for level in (signing.Level.B_B, signing.Level.B_T):
            cpu = _cpu(lambda level=level: signing.sign(source, target, signer, level=level, tsa=pki.tsa, trust=trust))
            yield f"{level.value}: {cpu * 1000:6.1f} ms  x{cpu / raw:.0f}  (cả TSA khi B-T / with the TSA at B-T)"


def _raw() -> float:
    key = rsa.generate_private_key(65537, 2048)
    return _cpu(lambda: key.sign(b"x" * 256, padding.PKCS1v15(), SHA256()), 200)


def _document(path: Path) -> Path:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["thu.bin"] = bytes(range(256)) * 380
        pdf.save(path, compress_streams=False)
    return path


def _cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    work()
    started = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - started) / rounds
