"""A hundred documents signed in one go at B-T, against pyHanko as its manual shows it, one document after the other.

Each pair of runs meets the same services, in a process of their own; both wait for each timestamp.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper

import signing
from bench.signatures import SMALL, document, served
from signing.signers import Token
from tests.pki import demo_services
from tests.softhsm import MODULE, SoftToken, softhsm
from tests.unit.signing.tokens import fill, new_token

TITLE = "Lần ký nhiều văn bản: 100 kB mỗi văn bản, mức B-T / one ceremony, B-T"
DOCUMENTS, STOCK_DOCUMENTS, ROUNDS = 100, 20, 3
ROOM = 24_576  # bytes for the signature; without it pyHanko signs twice to find out


def lines() -> Iterator[str]:
    """The table, a line at a time."""
    with tempfile.TemporaryDirectory() as name, softhsm(Path(name)):
        folder = Path(name)
        with served(folder / "pki") as pki:
            token = _token(pki, "BanKy")
            ours, stock = [], []
            few, many = _papers(folder / "few", STOCK_DOCUMENTS), _papers(folder / "many", DOCUMENTS)
            for _ in range(ROUNDS):
                stock.append(_per_second(_stock, few, pki))
                ours.append(_per_second(lambda papers, pki: _ceremony(papers, pki, token), many, pki))
        yield f"pyHanko, từng văn bản một / one by one: {max(stock):.1f} văn bản/s · documents/s"
        yield f"một lần ký, một mã PIN / one ceremony, one PIN: {max(ours):.1f} = x{max(ours) / max(stock):.1f}"
        asked: Counter[str] = Counter()
        with demo_services(folder / "counted", asked) as pki:
            _ceremony(many, pki, _token(pki, "BanDem"))
        calls = sum(count for path, count in asked.items() if path.startswith("/ocsp"))
        yield f"{DOCUMENTS} văn bản: {asked['/tsa']} dấu thời gian / timestamps, {calls} lần hỏi OCSP / OCSP calls"


def _token(pki: signing.demo.DemoPki, label: str) -> SoftToken:
    token = new_token(label)
    fill(token, pki, "ky", 1, rsa.generate_private_key(65537, 2048))
    return token


def _ceremony(papers: Sequence[Path], pki: signing.demo.DemoPki, token: SoftToken) -> None:
    """What server and agent do between them: prepare all, sign all values after one log-in, embed all."""
    trust = signing.load_trust([pki.root])
    with Token(MODULE, token.label, token.pin.encode()) as opened, signing.Desk() as desk:
        (key,) = opened.signers()
        pending = [
            signing.prepare(paper, paper.with_suffix(".prepared"), key, trust=trust, desk=desk) for paper in papers
        ]
        values = [key.sign_bytes(each.attributes) for each in pending]
        stamped = signing.stamp_values(values, tsa=pki.tsa, desk=desk)
        for paper, each, value in zip(papers, pending, values, strict=True):
            signing.embed(
                each,
                paper.with_suffix(".prepared"),
                paper.with_suffix(".signed"),
                value,
                key,
                level=signing.Level.B_T,
                tsa=pki.tsa,
                trust=trust,
                desk=desk,
                token=stamped[value],
            )


def _stock(papers: Sequence[Path], pki: signing.demo.DemoPki) -> None:
    """Key, time stamper and file anew for each document, as whoever signs a single one writes it."""
    for paper in papers:
        signer = signers.SimpleSigner.load_pkcs12(pki.p12("lanhdao"), passphrase=pki.passphrase("lanhdao"))
        meta = signers.PdfSignatureMetadata(field_name="Ky", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
        with paper.open("rb") as source, paper.with_suffix(".signed").open("w+b") as target:
            signers.sign_pdf(
                IncrementalPdfFileWriter(source),
                meta,
                signer=signer,
                timestamper=HTTPTimeStamper(pki.tsa),
                bytes_reserved=ROOM,
                output=target,
            )


def _papers(folder: Path, count: int) -> Sequence[Path]:
    folder.mkdir()
    return [document(folder / f"{number}.pdf", SMALL) for number in range(count)]


def _per_second(
    work: Callable[[Sequence[Path], signing.demo.DemoPki], None], papers: Sequence[Path], pki: signing.demo.DemoPki
) -> float:
    started = time.perf_counter()
    work(papers, pki)
    return len(papers) / (time.perf_counter() - started)
