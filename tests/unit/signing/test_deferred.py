"""Signing with a key on another machine: three programs that share nothing but JSON and files."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from signing import (
    KeyUnavailable,
    Level,
    Pending,
    Profile,
    Signer,
    Stale,
    Trust,
    Verdict,
    clock,
    demo,
    embed,
    load_certificate,
    prepare,
    verify,
)
from signing.demo.folder import revoke
from signing.demo.issue import PROFILES
from tests import eyes
from tests.unit.signing.conftest import SignerOf
from tests.unit.signing.papers import DAY, a_paper, a_signer, leaving_nothing

PREPARE = """
import json, sys
from pathlib import Path
from signing import Stamp, StampKind, load_certificate, load_trust, prepare
folder, root = Path(sys.argv[1]), Path(sys.argv[2])
holder = load_certificate((folder / "certificate.pem").read_bytes())
stamp = Stamp(kind=StampKind.LEADER)
pending = prepare(folder / "paper.pdf", folder / "prepared.pdf", holder, trust=load_trust([root]), stamp=stamp)
(folder / "state.json").write_text(json.dumps(pending.to_json()))
"""
SIGN = """
import json, sys
from base64 import b64decode, b64encode
from pathlib import Path
from signing import load_pkcs12
folder, key = Path(sys.argv[1]), Path(sys.argv[2])
signer = load_pkcs12(key, key.with_suffix(".pass").read_bytes())
value = signer.sign_bytes(b64decode(json.loads((folder / "state.json").read_text())["attributes"]))
(folder / "value.txt").write_text(b64encode(value).decode())
"""
EMBED = """
import json, sys
from base64 import b64decode
from pathlib import Path
from signing import Level, Pending, embed, load_certificate, load_trust
folder, root, tsa, level = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Level(sys.argv[4])
pending = Pending.from_json(json.loads((folder / "state.json").read_text()))
holder = load_certificate((folder / "certificate.pem").read_bytes())
value = b64decode((folder / "value.txt").read_text())
signed = embed(pending, folder / "prepared.pdf", folder / "signed.pdf", value, holder, level=level, tsa=tsa,
               trust=load_trust([root]))
assert signed.warnings == (), signed.warnings
"""


def holder_of(signer: Signer) -> Signer:
    """What the server has of a signer: the certificates, never the key."""
    return replace(load_certificate(signer.leaf), chain=signer.chain)


@pytest.fixture
def pending(signer: SignerOf, paper: Path) -> Pending:
    """A paper prepared for the leader, beside it as prepared.pdf."""
    return prepare(paper, paper.with_name("prepared.pdf"), holder_of(signer("lanhdao")))


def run(program: str, *arguments: Path | str) -> None:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("name", "level"), [("canbo", "B-T"), ("lanhdao", "B-LT"), ("lanhdao", "B-LTA")])
def test_three_processes_sign_with_only_json_and_files_between_them(
    name: str, level: str, pki: demo.DemoPki, signer: SignerOf, trust: Trust, paper: Path, tmp_path: Path
) -> None:
    (tmp_path / "certificate.pem").write_bytes(signer(name).leaf)
    run(PREPARE, tmp_path, pki.root)
    run(SIGN, tmp_path, pki.p12(name))
    run(EMBED, tmp_path, pki.root, pki.tsa, level)
    signed = tmp_path / "signed.pdf"
    assert signed.read_bytes().startswith(paper.read_bytes())
    assert eyes.verdicts(signed, pki.root)[0] == "Signature is Valid."
    report = verify(signed, trust, profile=Profile.OWN, offline=level == "B-LT")
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].level == level


def test_the_state_is_small_and_plain(pending: Pending) -> None:
    told = json.dumps(pending.to_json())
    assert len(told) < 1500
    assert Pending.from_json(json.loads(told)) == pending


@pytest.mark.parametrize("change", [{"form": 2}, {"digest": "xy"}, {"attributes": "%"}, {"end": None}])
def test_a_damaged_state_is_stale(pending: Pending, change: dict[str, object]) -> None:
    with pytest.raises(Stale) as refusal:
        Pending.from_json(pending.to_json() | change)
    assert refusal.value.code == "bad_state"
    with pytest.raises(Stale):
        Pending.from_json({})


@pytest.mark.parametrize("place", ["before", "inside", "after", "longer"])
def test_one_changed_byte_in_the_prepared_file_is_refused(
    place: str, signer: SignerOf, pending: Pending, tmp_path: Path
) -> None:
    prepared, value = tmp_path / "prepared.pdf", signer("lanhdao").sign_bytes(pending.attributes)
    content = bytearray(prepared.read_bytes())
    at = {"before": 60, "inside": pending.room.start + 9, "after": pending.room.end + 3, "longer": len(content)}[place]
    content[at : at + 1] = b"7"
    prepared.write_bytes(content)
    with leaving_nothing(tmp_path), pytest.raises(Stale) as refusal:
        embed(pending, prepared, tmp_path / "signed.pdf", value, holder_of(signer("lanhdao")), level=Level.B_B)
    assert refusal.value.code == "changed_file"


def test_attributes_over_another_hash_are_refused(signer: SignerOf, pending: Pending, tmp_path: Path) -> None:
    swapped = replace(pending, attributes=pending.attributes.replace(pending.room.digest, bytes(32)))
    value = signer("lanhdao").sign_bytes(swapped.attributes)
    with leaving_nothing(tmp_path), pytest.raises(Stale):
        embed(
            swapped,
            tmp_path / "prepared.pdf",
            tmp_path / "signed.pdf",
            value,
            holder_of(signer("lanhdao")),
            level=Level.B_B,
        )


@pytest.mark.parametrize("wrong", ["another key", "another document", "nothing", "a changed bit"])
def test_a_value_that_is_not_the_assigned_signature_is_refused(
    wrong: str, signer: SignerOf, pending: Pending, tmp_path: Path
) -> None:
    own = signer("lanhdao").sign_bytes(pending.attributes)
    value = {
        "another key": signer("vanthu").sign_bytes(pending.attributes),
        "another document": signer("lanhdao").sign_bytes(pending.attributes + b"0"),
        "nothing": b"",
        "a changed bit": bytes((own[0] ^ 1, *own[1:])),
    }[wrong]
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as refusal:
        embed(
            pending,
            tmp_path / "prepared.pdf",
            tmp_path / "signed.pdf",
            value,
            holder_of(signer("lanhdao")),
            level=Level.B_B,
        )
    assert refusal.value.code == "wrong_key"


def test_swapped_values_of_two_documents_are_both_refused_and_the_right_ones_taken(
    signer: SignerOf, trust: Trust, tmp_path: Path
) -> None:
    leader, holder = signer("lanhdao"), holder_of(signer("lanhdao"))
    files = [a_paper(tmp_path / f"{number}.pdf", pages=number) for number in (1, 2)]
    prepared = [tmp_path / f"{number}.prepared" for number in (1, 2)]
    states = [prepare(*pair, holder) for pair in zip(files, prepared, strict=True)]
    values = [leader.sign_bytes(state.attributes) for state in states]
    for state, path, value in zip(states, prepared, reversed(values), strict=True):
        with pytest.raises(KeyUnavailable):
            embed(state, path, tmp_path / "wrong.pdf", value, holder, level=Level.B_B)
    for state, path, value in zip(states, prepared, values, strict=True):
        embed(state, path, path.with_suffix(".pdf"), value, holder, level=Level.B_B)
        assert verify(path.with_suffix(".pdf"), trust, profile=Profile.OWN).verdict is Verdict.VALID


def test_a_signature_for_another_certificate_is_refused(
    pki: demo.DemoPki, signer: SignerOf, pending: Pending, tmp_path: Path
) -> None:
    value = signer("vanthu").sign_bytes(pending.attributes)
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as refusal:
        embed(
            pending,
            tmp_path / "prepared.pdf",
            tmp_path / "signed.pdf",
            value,
            holder_of(signer("vanthu")),
            level=Level.B_B,
        )
    assert refusal.value.code == "other_certificate"


def test_a_value_that_comes_too_late_is_refused(signer: SignerOf, pending: Pending, tmp_path: Path) -> None:
    value, holder = signer("lanhdao").sign_bytes(pending.attributes), holder_of(signer("lanhdao"))
    late = pending.signed_at + timedelta(minutes=30)
    with leaving_nothing(tmp_path), pytest.raises(Stale) as refusal:
        embed(pending, tmp_path / "prepared.pdf", tmp_path / "signed.pdf", value, holder, level=Level.B_B, now=late)
    assert refusal.value.code == "expired_state"
    on_time = late - timedelta(seconds=1)
    embed(pending, tmp_path / "prepared.pdf", tmp_path / "signed.pdf", value, holder, level=Level.B_B, now=on_time)


def test_a_certificate_revoked_while_the_leader_looked_is_refused(
    pki: demo.DemoPki, paper: Path, tmp_path: Path
) -> None:
    leader = a_signer(pki, "revoked-meanwhile", PROFILES["lanhdao"])
    pending = prepare(paper, tmp_path / "prepared.pdf", holder_of(leader))
    revoke(pki, load_serial(leader))
    value = leader.sign_bytes(pending.attributes)
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable) as refusal:
        embed(pending, tmp_path / "prepared.pdf", tmp_path / "signed.pdf", value, holder_of(leader), level=Level.B_B)
    assert refusal.value.code == "revoked"


def load_serial(signer: Signer) -> int:
    return x509.load_der_x509_certificate(signer.leaf).serial_number


def test_an_expired_certificate_prepares_nothing(signer: SignerOf, paper: Path, tmp_path: Path) -> None:
    with leaving_nothing(tmp_path), pytest.raises(KeyUnavailable):
        prepare(paper, tmp_path / "prepared.pdf", holder_of(signer("lanhdao")), now=clock.now() + 5000 * DAY)


def test_the_same_value_may_be_embedded_again_with_the_same_bytes(
    signer: SignerOf, pending: Pending, tmp_path: Path
) -> None:
    value, holder = signer("lanhdao").sign_bytes(pending.attributes), holder_of(signer("lanhdao"))
    for name in ("once.pdf", "twice.pdf"):
        embed(pending, tmp_path / "prepared.pdf", tmp_path / name, value, holder, level=Level.B_B)
    assert (tmp_path / "once.pdf").read_bytes() == (tmp_path / "twice.pdf").read_bytes()


def test_the_server_has_no_key_to_sign_with(signer: SignerOf) -> None:
    with pytest.raises(KeyUnavailable) as refusal:
        holder_of(signer("lanhdao")).sign_bytes(b"")
    assert refusal.value.code == "key_elsewhere"


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\n", b"\x30\x03\x02\x01\x01"])
def test_what_is_no_certificate_is_refused(content: bytes) -> None:
    with pytest.raises(KeyUnavailable):
        load_certificate(content)
