"""pyHanko as its manual shows it: one call for each document, everything made anew for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

import signing

ROOM = 24_576
"""Bytes for the signature: without a number pyHanko signs each document twice, to find out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """A key in a token, and how pyHanko finds it."""

    library: Path
    token: str
    pin: str = field(repr=False)
    label: str
    """Of the key and of its certificate."""


def by_token(pki: signing.demo.DemoPki, key: TokenKey, papers: Sequence[Path], target: Path) -> None:
    """Sign each at B-T after logging in to the token, its certificate checked as the ceremony checks it."""
    for paper in papers:
        criteria = TokenCriteria(label=key.token)
        with open_pkcs11_session(str(key.library), token_criteria=criteria, user_pin=key.pin) as session:
            signer = PKCS11Signer(session, cert_label=key.label, key_label=key.label)
            _sign(pki, signer, paper, target, _context(pki))


def by_file(pki: signing.demo.DemoPki, name: str, papers: Sequence[Path], target: Path, *, checked: bool) -> None:
    """Sign each at B-T with a key file read anew; `checked`: the certificate's status is asked for, as we do."""
    for paper in papers:
        signer = signers.SimpleSigner.load_pkcs12(pki.p12(name), passphrase=pki.passphrase(name))
        assert signer is not None
        _sign(pki, signer, paper, target, _context(pki) if checked else None)


def _context(pki: signing.demo.DemoPki) -> ValidationContext:
    root = x509.Certificate.load(pem.unarmor(pki.root.read_bytes())[2])
    return ValidationContext(trust_roots=[root], allow_fetching=True)


def _sign(
    pki: signing.demo.DemoPki, signer: signers.Signer, paper: Path, target: Path, context: ValidationContext | None
) -> None:
    metadata = signers.PdfSignatureMetadata(
        field_name="ChuKy1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, validation_context=context
    )
    with paper.open("rb") as source, target.open("wb") as out:
        signers.sign_pdf(
            IncrementalPdfFileWriter(source),
            metadata,
            signer=signer,
            timestamper=HTTPTimeStamper(pki.tsa),
            bytes_reserved=ROOM,
            output=out,
        )
