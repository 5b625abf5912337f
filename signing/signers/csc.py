"""Keys at a remote signing provider (Cloud Signature Consortium API): the holder authorizes, the provider signs."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from asn1crypto import x509

from signing.certificates import describe, ladder
from signing.errors import KeyUnavailable
from signing.net import Net, run_to_end
from signing.parsing import Malformed, parsing
from signing.signers.csc_api import (
    Credential,
    Provider,
    authorize,
    find_provider,
    read_credential,
    sign_hashes,
    unreadable,
)
from signing.signers.proof import encoded_signature, key_algorithm, require_signature
from signing.types import KeyAlgorithm, Signer

SECONDS = 180.0
"""For one answer. A holder who confirms on a telephone needs a minute or two."""
# Names of each algorithm, the one that says SHA-256 first; providers list one or both.
ALGORITHMS = {
    KeyAlgorithm.RSA: ("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"),
    KeyAlgorithm.ECDSA: ("1.2.840.10045.4.3.2", "1.2.840.10045.2.1"),
}
SENTENCES = {"PIN": "mã PIN: thêm dòng PIN=...", "OTP": "mã OTP: thêm dòng OTP=..."}


def load_csc(url: str, credential: str, authorization: bytes, seconds: float = SECONDS) -> Signer:
    """The key `credential` of the provider at `url`.

    `authorization` is the content of the authorization file, UTF-8 lines: the bearer token, then where the key needs
    them `PIN=...` and `OTP=...`. An OTP authorizes once: all documents signed by one `sign_many`, or a single one.
    Raises Misuse for an address without TLS, KeyUnavailable.
    """
    token, factors = _read_authorization(authorization)
    provider, key = run_to_end(_find(url, token, seconds, credential, factors))
    try:
        with parsing("certificate"):
            return _signer(provider, key, factors)
    except Malformed as fault:
        raise unreadable() from fault


def _read_authorization(content: bytes) -> tuple[str, dict[str, str]]:
    try:
        token, *lines = content.decode().split("\n")
        factors = dict(line.strip("\r").split("=", 1) for line in lines if line.strip())
    except ValueError as fault:
        raise _bad_authorization() from fault
    token = token.strip()
    if not token.isascii() or not token.isprintable() or not token or not factors.keys() <= SENTENCES.keys():
        raise _bad_authorization()
    return token, factors


def _bad_authorization() -> KeyUnavailable:
    sentence = "Tệp ủy quyền phải có mã truy cập ở dòng đầu, sau đó chỉ có PIN=... hoặc OTP=..."
    return KeyUnavailable("bad_authorization", sentence)


async def _find(
    url: str, token: str, seconds: float, credential: str, factors: Mapping[str, str]
) -> tuple[Provider, Credential]:
    async with Net() as net:
        provider = await find_provider(net, url, token, seconds)
        key = await read_credential(net, provider, credential)
        if key.mode not in ("implicit", "explicit") or not key.factors.keys() <= SENTENCES.keys():
            raise KeyUnavailable("csc_mode", f"Cách xác nhận {key.mode} của nhà cung cấp chưa dùng được")
        for name in key.factors:
            if factors.get(name):
                continue
            if name == "OTP" and key.sends_otp and provider.version == 1:
                await provider.ask(net, "credentials/sendOTP", {"credentialID": key.id})
                raise KeyUnavailable(
                    "otp_sent", "Nhà cung cấp vừa gửi mã OTP: thêm dòng OTP=... vào tệp ủy quyền, ký lại"
                )
            raise KeyUnavailable("no_factor", f"Khóa ký từ xa cần {SENTENCES[name]} vào tệp ủy quyền")
    return provider, key


def _signer(provider: Provider, key: Credential, factors: Mapping[str, str]) -> Signer:
    leaf, *others = key.certificates
    algorithm = key_algorithm(leaf)
    named = next((oid for oid in ALGORITHMS[algorithm] if oid in key.algorithms), None)
    if named is None:
        raise KeyUnavailable("weak_key", "Khóa ký từ xa không ký được với SHA-256")
    remote = _Remote(provider=provider, key=key, algorithm=named, factors=factors)
    return Signer(
        certificate=describe(leaf),
        algorithm=algorithm,
        leaf=leaf,
        chain=ladder(leaf, [x509.Certificate.load(der) for der in others]),
        sign_bytes=lambda data: remote.sign([data])[0],
        sign_batch=remote.sign,
    )


@dataclass(slots=True, kw_only=True)
class _Remote:
    """A key that is asked for signatures, and what of its authorization is used up."""

    provider: Provider
    key: Credential
    algorithm: str
    """OID for the provider."""
    factors: Mapping[str, str] = field(repr=False)
    spent: str = ""
    """Why no authorization may be asked for any more; empty: it may."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sign(self, many: Sequence[bytes]) -> list[bytes]:
        """One authorization for as many as the provider allows at once. Raises KeyUnavailable: then none is signed."""
        batches = [many[start : start + self.key.batch] for start in range(0, len(many), self.key.batch)]
        with self._lock:
            if "OTP" in self.key.factors and len(batches) > 1:
                sentence = f"Một mã OTP chỉ xác nhận được nhiều nhất {self.key.batch} văn bản một lần"
                raise KeyUnavailable("too_many", sentence)
            return run_to_end(self._sign(batches))

    async def _sign(self, batches: list[Sequence[bytes]]) -> list[bytes]:
        signatures: list[bytes] = []
        async with Net() as net:
            for batch in batches:
                hashes = [sha256(data).digest() for data in batch]
                sad = await self._authorize(net, hashes)
                values = await sign_hashes(net, self.provider, self.key, hashes, self.algorithm, sad)
                for data, value in zip(batch, values, strict=True):
                    # Whether ECDSA comes as DER or as r and s in a row, the API leaves open.
                    signature = encoded_signature(self.key.certificates[0], value)
                    require_signature(self.key.certificates[0], data, signature)
                    signatures.append(signature)
        return signatures

    async def _authorize(self, net: Net, hashes: list[bytes]) -> str:
        if self.spent:
            raise KeyUnavailable("authorization_spent", self.spent)
        if "OTP" in self.key.factors:
            self.spent = "Mã OTP đã dùng rồi; hãy ghi mã mới vào tệp ủy quyền"
        try:
            return await authorize(net, self.provider, self.key, hashes, self.factors)
        except KeyUnavailable:
            # The same PIN once more, for each document of a batch, would lock the key.
            self.spent = self.spent or "Dịch vụ ký từ xa đã từ chối xác nhận; kiểm tra tệp ủy quyền rồi ký lại"
            raise
