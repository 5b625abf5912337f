"""CPU of one signature as a multiple of one raw RSA-2048 signature, measured in the same process.

The timestamp authority and the responders run in a process of their own: what they cost is not ours.
"""

import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

import signing
from bench.services import served

TITLE = "Ký số: khóa RSA-2048, không tính dịch vụ / signing, services not counted"
ROUNDS = 20
BATCH = 100
SMALL, LARGE = 100_000, 107_000_000
BARE = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
KIBI = 1024


def lines() -> Iterator[str]:
    """The table, a line at a time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder / "pki") as services:
            yield from _levels(folder, services.pki)
            yield _large(folder, services.pki)
        yield f"{BATCH} × B-LT: {_calls(folder)} lần hỏi OCSP / OCSP calls"


def _levels(folder: Path, pki: signing.demo.DemoPki) -> Iterator[str]:
    raw = _raw()
    yield f"một chữ ký RSA-2048 trần / one raw signature: {raw * 1000:.2f} ms"
    source, target = document(folder / "in.pdf", SMALL), folder / "out.pdf"
    with signing.Desk() as desk:
        signer, trust = _key(pki), signing.load_trust([pki.root])
        for level in signing.Level:
            figures = []
            for used in (None, desk):
                order = {"level": level, "tsa": pki.tsa, "trust": trust, "desk": used}
                cpu = _cpu(lambda order=order: signing.sign(source, target, signer, **order))
                figures.append(f"{cpu * 1000:6.1f} ms  x{cpu / raw:<4.0f}")
            grown = (target.stat().st_size - source.stat().st_size) / 1000
            yield f"{level.value:6} {figures[0]} từng tệp / alone  {figures[1]} liên tiếp / in a row   +{grown:.0f} kB"


def _calls(folder: Path) -> int:
    source, target = folder / "in.pdf", folder / "out.pdf"
    with served(folder / "counted") as services, signing.Desk() as desk:
        pki, signer = services.pki, _key(services.pki)
        trust = signing.load_trust([pki.root])
        for _ in range(BATCH):
            signing.sign(source, target, signer, level=signing.Level.B_LT, tsa=pki.tsa, trust=trust, desk=desk)
        return services.asked("/ocsp")


def _large(folder: Path, pki: signing.demo.DemoPki) -> str:
    files = folder / "in.pdf", document(folder / "large.pdf", LARGE), folder / "out.pdf"
    key = pki.p12("lanhdao"), pki.folder / "lanhdao.pass"
    command = [sys.executable, "-m", "bench.large_file", *files, *key]
    used = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    bare = int(subprocess.run([sys.executable, "-c", BARE], capture_output=True, check=True).stdout)
    return (
        f"{LARGE // 1_000_000} MB, B-B: {used['cpu'] * 1000:.0f} ms CPU = {used['cpu'] / used['hash']:.1f} × SHA-256; "
        f"bộ nhớ / memory {(used['peak'] - bare) / KIBI:.0f} MiB trên Python trống / over a bare interpreter"
    )


def _key(pki: signing.demo.DemoPki) -> signing.Signer:
    return signing.load_pkcs12(pki.p12("lanhdao"), pki.passphrase("lanhdao"))


def _raw() -> float:
    key = rsa.generate_private_key(65537, 2048)
    return _cpu(lambda: key.sign(b"x" * 256, padding.PKCS1v15(), SHA256()), 200)


def document(path: Path, size: int) -> Path:
    """A PDF of one page and so many bytes, of which there is no second."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["thu.bin"] = secrets.token_bytes(256) + bytes(range(256)) * (size // 256 - 1)
        pdf.save(path, compress_streams=False)
    return path


def _cpu(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    work()
    started = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - started) / rounds
