"""Papers to sign, certificates that are wrong in one way, and revisions appended by others."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing import Code, Report, Signer, demo, load_pkcs12
from signing.demo.folder import issue, issuing_authority
from signing.demo.issue import PROFILES, Authority, Profile

A4 = (595.276, 841.89)
DAY = timedelta(days=1)


def a_paper(
    path: Path, *, pages: int = 1, rotate: int = 0, crop: tuple[float, ...] | None = None, filler: int = 0
) -> Path:
    """A PDF of blank A4 pages; `filler` random-looking bytes make it larger."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=A4)
            page.Rotate = rotate
            if crop:
                page.CropBox = list(crop)
        pdf.pages[0].Contents = pdf.make_stream(b"0.5 g 200 400 100 100 re f\n")
        if filler:
            pdf.Root.Filler = pdf.make_stream(bytes(number * 7919 % 251 for number in range(1000)) * (filler // 1000))
        pdf.save(path, compress_streams=False)
    return path


def a_form(path: Path) -> Path:
    """A paper with one text field."""
    a_paper(path)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="ten",
                V="truoc",
                F=4,
                Rect=[100, 700, 300, 720],
            )
        )
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=[field], DA="/Helv 0 Tf 0 g"))
        pdf.save(path)
    return path


def a_signer(pki: demo.DemoPki, name: str, profile: Profile, authority: Authority | None = None) -> Signer:
    """A signer with a certificate of this profile, issued by the demo CA unless told otherwise."""
    if not pki.p12(name).exists():
        issue(pki, name, profile, authority or issuing_authority(pki))
    return load_pkcs12(pki.p12(name), pki.passphrase(name))


def with_dead_services(authority: Authority) -> Authority:
    """The same authority, issuing certificates that name addresses where nobody answers."""
    gone = {name: f"http://127.0.0.1:1/{name}" for name in ("crl", "ocsp", "address")}
    return replace(authority, **gone)


def a_profile(**changes: Any) -> Profile:
    """The clerk's profile with changes."""
    clerk = PROFILES["canbo"]
    fields = {"name": clerk.name, "uses": clerk.uses, "days": clerk.days, "begins": clerk.begins, "rsa": clerk.rsa}
    return Profile(**(fields | changes))


def appended(path: Path, change: Callable[[IncrementalPdfFileWriter], None]) -> Path:
    """A copy with one more revision, written as a stranger's program would."""
    target = path.with_name(f"{path.stem}-{change.__name__}.pdf")
    target.write_bytes(path.read_bytes())
    with target.open("r+b") as stream:
        writer = IncrementalPdfFileWriter(stream, strict=False)
        writer._update_meta = lambda: None  # type: ignore[method-assign]
        change(writer)
        writer.write_in_place()
    return target


@contextmanager
def leaving_nothing(folder: Path) -> Iterator[None]:
    """The folder holds the same files with the same bytes afterwards."""
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    yield
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def knows_nameless_files(folder: Path) -> bool:
    """Whether the folder's file system can do without a name for a file; NFS and old kernels cannot."""
    try:
        os.close(os.open(folder, os.O_TMPFILE | os.O_RDWR))
    except OSError:
        return False
    return True


def wait_for_the_next_second() -> None:
    """Times in certificates, answers and timestamps are whole seconds."""
    time.sleep(1.05)


def codes(report: Report) -> set[Code]:
    """Every problem anywhere."""
    return {*report.codes, *(code for signature in report.signatures for code in signature.codes)}
