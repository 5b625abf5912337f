"""Roots come from the operator's files and folders, and are what their fingerprints say."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing import Misuse, demo, load_pkcs12, load_trust, read_roots
from signing.trust import KNOWN_ROOTS, PINS
from tests import eyes

NOW = datetime.now(UTC)


@pytest.fixture
def folder(pki: demo.DemoPki, tmp_path: Path) -> Path:
    """Two roots, one of them in DER, and a file that is none."""
    made = tmp_path / "goc"
    made.mkdir()
    shutil.copy(pki.root, made / "root.pem")
    (made / "ca.cer").write_bytes(read_roots([pki.folder / "ca.pem"])[0].der)
    (made / "doc-toi.txt").write_text("Gốc của cơ quan")
    return made


def test_a_folder_gives_all_its_certificates_with_fingerprint_and_validity(folder: Path) -> None:
    authority, root = read_roots([folder])
    assert (root.name, root.file.name, root.is_authority) == ("Root CA TEST", "root.pem", True)
    assert root.sha256 == eyes.fingerprint(folder / "root.pem")
    assert root.not_before < NOW < root.not_after
    assert authority.name == "CA TEST"
    assert load_trust([folder]).roots == (authority.der, root.der)


def test_fingerprints_listed_beside_them_must_be_theirs_and_all_of_them(folder: Path, pki: demo.DemoPki) -> None:
    pins = {root.file.name: root.sha256 for root in read_roots([folder])}
    spelt = {name: ":".join(value[at : at + 2] for at in range(0, 64, 2)).upper() for name, value in pins.items()}
    for good in (pins, spelt):
        (folder / PINS).write_text(json.dumps(good))
        assert len(read_roots([folder])) == 2
    wrong = [{**pins, "root.pem": "0" * 64}, {**pins, "mat.pem": "0" * 64}, {"root.pem": pins["root.pem"]}]
    for bad in wrong:
        (folder / PINS).write_text(json.dumps(bad))
        with pytest.raises(Misuse, match="không khớp vân tay"):
            load_trust([folder])
    (folder / PINS).write_text(json.dumps(pins))
    both = (pki.folder / "ca.pem").read_bytes() + pki.root.read_bytes()
    (folder / "root.pem").write_bytes(both)
    with pytest.raises(Misuse, match="không khớp vân tay"):
        load_trust([folder])
    (folder / PINS).write_text("[]")
    with pytest.raises(Misuse, match=PINS):
        load_trust([folder])


def test_what_holds_no_certificate_is_told_by_name(folder: Path, tmp_path: Path) -> None:
    (folder / "hong.crt").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(Misuse, match=r"hong\.crt"):
        load_trust([folder])
    (folder / "hong.crt").rename(folder / "goi.p7b")
    with pytest.raises(Misuse, match="PKCS#7"):
        load_trust([folder])
    (tmp_path / "rong").mkdir()
    with pytest.raises(Misuse, match="rong"):
        load_trust([tmp_path / "rong"])


def test_what_is_odd_about_a_root_is_remarked(folder: Path, monkeypatch: pytest.MonkeyPatch, pki: demo.DemoPki) -> None:
    (root,) = read_roots([folder / "root.pem"])
    assert root.remarks(NOW) == ("vân tay chưa đối chiếu: so với nơi công bố",)
    assert "ĐÃ HẾT HẠN" in root.remarks(root.not_after + timedelta(days=1))
    assert "CHƯA có hiệu lực" in root.remarks(root.not_before - timedelta(days=1))
    monkeypatch.setitem(KNOWN_ROOTS, root.sha256, "gốc thử")
    assert root.remarks(NOW) == ("khớp vân tay đã biết: gốc thử",)
    (folder / "la.cer").write_bytes(load_pkcs12(pki.p12("lanhdao"), pki.passphrase("lanhdao")).leaf)
    (leaf,) = read_roots([folder / "la.cer"])
    assert "KHÔNG phải chứng thư của tổ chức chứng thực" in leaf.remarks(NOW)
