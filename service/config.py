"""The settings of one process, read once from the environment: nothing else in the product reads it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PostgresDsn, SecretStr, TypeAdapter, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_POSTGRES = TypeAdapter(PostgresDsn)
_THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}
_UNUSABLE = {
    "int_parsing": "phải là một số nguyên",
    "bool_parsing": "phải là 0 hoặc 1",
    "greater_than_equal": "quá nhỏ",
    "less_than_equal": "quá lớn",
}


class BadSetting(Exception):
    """A variable of the environment cannot be used; the text names it."""


class Settings(BaseSettings):
    """What an office may set. Every field is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    http_host: str = "127.0.0.1"
    http_port: int = Field(8080, ge=1, le=65535)
    web_threads: int = Field(8, ge=1, le=256)
    public_url: str | None = None  # address people type; None: made from host and port
    data_dir: Path = Path("var")
    temp_dir: Path | None = None  # where uploads and pages wait; None: the system's

    database_url: str | None = None  # None: the embedded server
    s3_endpoint: str | None = None  # host:port, or with http:// or https:// before it; None: the embedded server
    s3_access_key: str = ""
    s3_secret_key: SecretStr = SecretStr("")
    s3_bucket: str = Field("hoso", min_length=3, max_length=63)
    s3_secure: bool | None = None  # TLS; None: as the endpoint says, else on but for this machine itself
    lock_days: int = Field(730, ge=1)  # shortest retention of NĐ 23/2015's table (2 years); archiving adds a legal hold
    pg_bin: Path | None = None
    weed_bin: Path | None = None

    secret_key: SecretStr = SecretStr("")  # signs the browser's session; the runner makes one
    session_hours: int = Field(10, ge=1, le=72)
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256)
    demo: bool = False

    agency_code: str = "H29.17.30"  # of dossiers that are opened without one (verify with the office)
    agency_symbol: str = Field("UBND", min_length=1, max_length=40)  # in số và ký hiệu, as 15/QĐ-UBND
    number_before_signing: bool = False  # leaders sign no result without its number
    agency_name: str = "Bộ phận Một cửa (chưa đặt tên cơ quan)"

    max_upload_mb: int = Field(500, ge=1)
    max_pages: int = Field(2000, ge=1)
    max_megapixels: int = Field(200, ge=1)
    page_seconds: int = Field(120, ge=5)
    worker_memory_mb: int = Field(2048, ge=1024)
    stalled_seconds: int = Field(20, ge=5)  # a worker silent for so long has died

    pki_url: str | None = None  # demo PKI's responder; the runner sets it
    tsa_url: str | None = None  # RFC 3161; None: signatures stay at B-B
    sign_level: Literal["B-B", "B-T", "B-LT", "B-LTA"] | None = None  # where nobody asks; None: B-T with a tsa_url
    renew_days: int = Field(90, ge=1, le=3650)  # so long before the end of their timestamp archived papers are renewed
    trust_roots: Annotated[tuple[Path, ...], NoDecode] = ()  # PEM and DER files, folders of them, separated by ':'
    seal_pkcs11: Path | None = None  # library of the token or HSM with the agency's seal; None: none here
    seal_token: str = ""
    seal_key: str = ""
    seal_pin_file: Path | None = None
    seal_image: Path | None = None  # picture of the seal, PNG; None: text only
    agent_port: int = Field(9277, ge=1, le=65535)  # where the signing agent listens on its user's own computer
    vgca_address: str = "wss://127.0.0.1:8987"  # where VGCA SignService listens there (verify)
    stamp_font: Path = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")

    @field_validator("trust_roots", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(Path(part) for part in value.split(":") if part) if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: str | None) -> str | None:
        if value is not None:
            _POSTGRES.validate_python(value)
        return value

    @model_validator(mode="after")
    def _keys_with_endpoint(self) -> Self:
        if self.s3_endpoint and not (self.s3_access_key and self.s3_secret_key.get_secret_value()):
            raise ValueError("S3_ENDPOINT cần cả S3_ACCESS_KEY và S3_SECRET_KEY")
        return self

    @model_validator(mode="after")
    def _level_with_its_service(self) -> Self:
        if self.sign_level not in (None, "B-B") and not self.tsa_url and not self.demo:  # the demo brings its own
            raise ValueError(f"SIGN_LEVEL={self.sign_level} cần TSA_URL")
        return self

    @model_validator(mode="after")
    def _whole_seal(self) -> Self:
        given = [bool(each) for each in (self.seal_pkcs11, self.seal_token, self.seal_key, self.seal_pin_file)]
        if any(given) and not all(given):
            raise ValueError("con dấu cần cả SEAL_PKCS11, SEAL_TOKEN, SEAL_KEY và SEAL_PIN_FILE")
        return self

    @property
    def url(self) -> str:
        """The address to print and to link to, without a final slash."""
        return (self.public_url or f"http://{self.http_host}:{self.http_port}").rstrip("/")

    @property
    def s3_address(self) -> str:
        """Host and port of the object store, without a scheme; empty where the embedded one is meant."""
        return (self.s3_endpoint or "").rpartition("://")[2].rstrip("/")

    @property
    def s3_tls(self) -> bool:
        """Whether the store is spoken to over TLS."""
        if self.s3_secure is not None:
            return self.s3_secure
        scheme = (self.s3_endpoint or "").rpartition("://")[0]
        return scheme == "https" if scheme else self.s3_address.rpartition(":")[0] not in _THIS_MACHINE

    @classmethod
    def from_env(cls, changes: Mapping[str, str] | None = None) -> Self:
        """The settings of this process; `changes` stand before what the environment says.

        Raises:
            BadSetting: a value cannot be used; the text names each variable.
        """
        try:
            given: dict[str, Any] = {name.lower(): value for name, value in (changes or {}).items()}
            return cls(**given)
        except ValidationError as error:
            raise BadSetting("; ".join(_sentence(dict(problem)) for problem in error.errors())) from error


def _sentence(problem: dict[str, object]) -> str:
    location = problem["loc"]
    name = str(location[0]).upper() if isinstance(location, tuple) and location else ""
    reason = _UNUSABLE.get(str(problem["type"]), str(problem["msg"]))
    return f"{name}: {reason}" if name else reason


def inherited(changes: Mapping[str, str]) -> dict[str, str]:
    """This process's environment with `changes`, for the programs that the runner starts."""
    return {**os.environ, **changes}
