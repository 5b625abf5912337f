"""A ceremony as large as the service makes it: one log-in to the token, few questions to the authority."""

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from signing import (
    Desk,
    Level,
    Pending,
    Profile,
    Verdict,
    embed,
    list_certificates,
    load_certificate,
    load_trust,
    prepare,
    stamp_values,
    verify,
)
from tests import eyes
from tests.pki import demo_services
from tests.softhsm import MODULE, SPY, SoftToken, new_token
from tests.unit.signing.agent.asking import ceremony_of
from tests.unit.signing.agent.program import program
from tests.unit.signing.papers import a_paper
from tests.unit.signing.tokens import fill

DOCUMENTS = 100
MOST_QUESTIONS = 8


def test_a_hundred_documents_take_one_log_in_and_few_questions(token_reader: None, tmp_path: Path) -> None:
    asked: Counter[str] = Counter()
    with demo_services(tmp_path / "pki", asked) as pki, Desk() as desk:
        token = new_token("MotTram")
        fill(token, pki, "khoa", 1, rsa.generate_private_key(65537, 2048))
        holder = load_certificate(next(each.leaf for each in list_certificates(MODULE) if each.token == token.label))
        trust = load_trust([pki.root])
        papers = [a_paper(tmp_path / f"{number}.pdf", filler=1000 * number) for number in range(DOCUMENTS)]
        waiting = [prepare(paper, paper.with_suffix(".cho"), holder, trust=trust, desk=desk) for paper in papers]
        values = _agent(token, waiting, tmp_path / "spy")
        tokens = stamp_values(values, tsa=pki.tsa, desk=desk)
        for paper, pending, value in zip(papers, waiting, values, strict=True):
            order = {"level": Level.B_T, "tsa": pki.tsa, "trust": trust, "desk": desk, "token": tokens[value]}
            embed(pending, paper.with_suffix(".cho"), paper, value, holder, **order)
        questions = sum(count for path, count in asked.items() if path.startswith("/ocsp"))
    assert questions <= MOST_QUESTIONS
    assert asked["/tsa"] == DOCUMENTS
    calls = (tmp_path / "spy").read_text(errors="replace")
    assert len(re.findall(r": C_Login$", calls, re.MULTILINE)) == 1
    assert len(re.findall(r": C_SignInit$", calls, re.MULTILINE)) == DOCUMENTS
    assert eyes.verdicts(papers[-1], pki.root) == ["Signature is Valid."]
    report = verify(papers[0], trust, profile=Profile.OWN, offline=True)
    assert [(each.level, each.verdict) for each in report.signatures] == [("B-T", Verdict.UNKNOWN)], "offline"


def _agent(token: SoftToken, waiting: Sequence[Pending], log: Path) -> list[bytes]:
    """What the program on the signer's computer answers; every call to its token is written down in `log`."""
    spied = {"PKCS11SPY": str(MODULE), "PKCS11SPY_OUTPUT": str(log)}
    with program("--pkcs11", SPY, "--token", token.label, **spied) as agent:
        assert agent.page.ask("POST", "/v1/ceremonies", ceremony_of("tram", waiting))[0] == 202
        agent.until(r"Gõ «ký».*: ")
        agent.type("ký".encode())
        agent.until(r"Mã PIN.*: ")
        agent.type(token.pin.encode())
        agent.until(rf"Đã ký {DOCUMENTS}/{DOCUMENTS} văn bản")
        told = agent.ended("tram")
    return [b64decode(each["signature"]) for each in told["results"]]
