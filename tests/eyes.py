"""Other programs' eyes on our files: what poppler reads, what NSS and OpenSSL say of a signature."""

import re
import subprocess
import tempfile
from pathlib import Path


def pdf_text(path: Path) -> str:
    """The text as `pdftotext` reads it."""
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()


def fingerprint(certificate: Path) -> str:
    """SHA-256 of a PEM certificate as `openssl` tells it, hex."""
    command = ["openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return told.strip().partition("=")[2].replace(":", "").lower()


def pdfsig(path: Path, root: Path) -> str:
    """What `pdfsig` says, with only `root` trusted."""
    with tempfile.TemporaryDirectory() as folder:
        store = f"sql:{folder}"
        subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True, capture_output=True)
        trust = ["certutil", "-A", "-d", store, "-n", "root", "-t", "CT,C,C", "-i", root]
        subprocess.run(trust, check=True, capture_output=True)
        return subprocess.run(["pdfsig", "-no-ocsp", "-nssdir", store, path], capture_output=True).stdout.decode()


def verdicts(path: Path, root: Path) -> list[str]:
    """`pdfsig`'s word on each signature, in the file's order."""
    return re.findall(r"Signature Validation: (.*)", pdfsig(path, root))


def trusts(path: Path, root: Path) -> list[str]:
    """`pdfsig`'s word on each signer's certificate."""
    return re.findall(r"Certificate Validation: (.*)", pdfsig(path, root))


def signed_range(path: Path, folder: Path) -> tuple[Path, Path]:
    """The last signature's signed bytes and its CMS, cut out by hand, as two files for `openssl cms`."""
    data = path.read_bytes()
    *_, match = re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data)
    start, length, resume, rest = (int(number) for number in match.groups())
    hexadecimal = data[start + length + 1 : resume - 1]
    content, cms = folder / "signed.bin", folder / "signature.der"
    content.write_bytes(data[start : start + length] + data[resume : resume + rest])
    cms.write_bytes(bytes.fromhex(hexadecimal.decode().rstrip("\0")))
    return content, cms
