"""The agency's seal in a token of the server, and nobody else's key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import signing
from service.keyring import OfficeKeyring, SealToken
from storage import SignerRole
from tests.pki import demo_services
from tests.softhsm import MODULE, SoftToken, new_token
from tests.unit.signing.tokens import fill, signs


@pytest.fixture(scope="module")
def stick(token_reader: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoftToken]:
    with demo_services(tmp_path_factory.mktemp("keyring") / "pki") as pki:
        made = new_token("ConDau")
        fill(made, pki, "seal", 1)
        yield made


@pytest.fixture
def seal(stick: SoftToken, tmp_path: Path) -> SealToken:
    pin = tmp_path / "pin"
    pin.write_text(f"{stick.pin}\n")
    return SealToken(library=MODULE, token=stick.label, key="seal", pin_file=pin, image=tmp_path / "seal.png")


def test_the_seal_signs_with_one_login(seal: SealToken) -> None:
    keyring = OfficeKeyring(seal)
    signer = keyring.signer("vanthu", SignerRole.SEAL)
    signs(signer)
    assert keyring.signer("vanthu", SignerRole.SEAL) is signer
    assert keyring.image(SignerRole.SEAL) == seal.image


@pytest.mark.parametrize("role", [SignerRole.LEADER, SignerRole.CLERK])
def test_law_6_a_persons_key_is_not_on_the_server(seal: SealToken, role: SignerRole) -> None:
    for keyring in (OfficeKeyring(seal), OfficeKeyring(None)):
        with pytest.raises(signing.KeyUnavailable):
            keyring.signer("lanhdao", role)
        assert keyring.image(role) is None


def test_a_wrong_pin_is_tried_once_until_the_file_changes(seal: SealToken, stick: SoftToken) -> None:
    keyring = OfficeKeyring(seal)
    seal.pin_file.write_text("111111")
    stick.change_pin("222222")
    said = []
    for _ in range(2):  # the second time the token would take it, but is not asked
        with pytest.raises(signing.KeyUnavailable) as refused:
            keyring.signer("vanthu", SignerRole.SEAL)
        said.append(str(refused.value))
        stick.change_pin("111111")
    assert said[0] != said[1]
    seal.pin_file.write_text("444444")
    stick.change_pin("444444")
    signs(keyring.signer("vanthu", SignerRole.SEAL))
    stick.change_pin(stick.pin)
    seal.pin_file.write_text(stick.pin)
    signs(keyring.signer("vanthu", SignerRole.SEAL))


def test_a_missing_pin_file_is_told(seal: SealToken) -> None:
    seal.pin_file.unlink()
    with pytest.raises(signing.KeyUnavailable, match="pin"):
        OfficeKeyring(seal).signer("vanthu", SignerRole.SEAL)
