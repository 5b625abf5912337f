"""Settings become live objects here, and nowhere else."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import ocr
import signing
import storage
from service.config import Settings
from service.jobs.queue import PostgresQueue
from service.keyring import OfficeKeyring, SealToken
from service.workflow.deps import Deps
from storage import VIETNAM, SignerRole


class MissingAddress(Exception):
    """A server's address is missing: web and workers read addresses, only `up` starts servers."""


@dataclass(slots=True)
class DemoKeyring:
    """Keys of the demo PKI: PKCS#12 on the server, for demo and test only (law 6). A key is loaded once."""

    pki: signing.demo.DemoPki
    _loaded: dict[str, signing.Signer] = field(default_factory=dict)

    def signer(self, account: str, role: SignerRole) -> signing.Signer:
        if account not in self._loaded:
            self._loaded[account] = signing.load_pkcs12(self.pki.p12(account), self.pki.passphrase(account))
        return self._loaded[account]

    def image(self, role: SignerRole) -> Path | None:
        return {SignerRole.LEADER: self.pki.signature_image, SignerRole.SEAL: self.pki.seal_image}.get(role)


def build(settings: Settings) -> Deps:
    """The live objects of a web or worker process. Raises MissingAddress, signing.SigningError."""
    if settings.database_url is None or settings.s3_endpoint is None:
        missing = "DATABASE_URL" if settings.database_url is None else "S3_ENDPOINT"
        raise MissingAddress(f"{missing} chưa đặt: `python -m service up` đặt giúp trên một máy.")
    pki = signing.demo.load_demo_pki(settings.data_dir / "pki") if settings.demo else None
    return Deps(
        database=storage.Database(settings.database_url, pool=settings.web_threads + 2),
        blobs=blobs(settings),
        queue=PostgresQueue(),
        keyring=DemoKeyring(pki) if pki else OfficeKeyring(seal(settings)),
        trust=signing.load_trust(trust_paths(settings)),
        tsa=settings.tsa_url,
        level=signing.Level(settings.sign_level or "B-T"),
        ocr_options=ocr.Options(page_seconds=settings.page_seconds),
        ocr_limits=limits(settings),
        agency=settings.agency_code,
        agency_symbol=settings.agency_symbol,
        number_before_signing=settings.number_before_signing,
        temp_dir=settings.temp_dir,
        renew_before=timedelta(days=settings.renew_days),
        clock=now,
    )


def trust_paths(settings: Settings) -> tuple[Path, ...]:
    """Where the roots lie that are trusted; the demo's own only in demo mode. Raises signing.SigningError."""
    demo = (signing.demo.load_demo_pki(settings.data_dir / "pki").root,) if settings.demo else ()
    return (*settings.trust_roots, *demo)


def blobs(settings: Settings) -> storage.Blobs:
    """The object store of these settings. Raises MissingAddress."""
    if settings.s3_endpoint is None:
        raise MissingAddress("S3_ENDPOINT chưa đặt.")
    address = storage.StoreAddress(
        endpoint=settings.s3_address,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        bucket=settings.s3_bucket,
        secure=settings.s3_tls,
    )
    return storage.Blobs(address, lock_days=settings.lock_days)


def seal(settings: Settings) -> SealToken | None:
    """Where the agency's seal lies; None: not on this server."""
    if settings.seal_pkcs11 is None or settings.seal_pin_file is None:
        return None
    return SealToken(
        library=settings.seal_pkcs11,
        token=settings.seal_token,
        key=settings.seal_key,
        pin_file=settings.seal_pin_file,
        image=settings.seal_image,
    )


def limits(settings: Settings) -> ocr.Limits:
    return ocr.Limits(
        max_bytes=settings.max_upload_mb << 20,
        max_pages=settings.max_pages,
        max_pixels=settings.max_megapixels * 1_000_000,
        memory=settings.worker_memory_mb << 20,
    )


def now() -> datetime:
    """The clock of the workflow: Vietnam's time, since days and serials of dossiers are days there."""
    return datetime.now(VIETNAM)
