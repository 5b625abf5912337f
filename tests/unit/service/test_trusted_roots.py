"""What the operator sees of the roots that are trusted."""

from pathlib import Path

import pytest

import signing
from service.cli import main
from tests import eyes


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of data with a demo PKI, in a machine that names no roots."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("TRUST_ROOTS", raising=False)
    return signing.demo.make_demo_pki(tmp_path / "pki", "http://127.0.0.1:9").root


def test_nothing_is_trusted_by_default_and_the_demo_root_in_demo_mode_alone(
    told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trust"]) == 0
    assert "Chưa tin cậy gốc nào" in capsys.readouterr().out
    monkeypatch.setenv("DEMO", "1")
    assert main(["trust"]) == 0
    assert eyes.fingerprint(told) in capsys.readouterr().out


def test_a_root_that_is_none_ends_in_one_sentence_that_names_it(
    told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = told.with_name("hong.pem")
    bad.write_text("không phải chứng thư")
    monkeypatch.setenv("TRUST_ROOTS", f"{told}:{bad}")
    assert main(["trust"]) == 1
    assert "hong.pem" in capsys.readouterr().err
