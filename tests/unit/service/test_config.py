from pathlib import Path

import pytest

from service.config import BadSetting, Settings


def test_every_setting_has_a_default_that_runs_on_one_machine() -> None:
    settings = Settings.from_env()
    assert (settings.http_host, settings.data_dir, settings.database_url) == ("127.0.0.1", Path("var"), None)


def test_the_environment_is_what_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "9090")
    monkeypatch.setenv("TRUST_ROOTS", "/a.pem:/b.pem")
    settings = Settings.from_env()
    assert settings.url == "http://127.0.0.1:9090"
    assert settings.trust_roots == (Path("/a.pem"), Path("/b.pem"))


def test_what_is_given_stands_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PORT", "9090")
    assert Settings.from_env({"HTTP_PORT": "9191"}).http_port == 9191


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP_PORT", "tám nghìn"),
        ("HTTP_PORT", "70000"),
        ("WORKERS", "0"),
        ("DEMO", "có"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("S3_BUCKET", "x"),
    ],
)
def test_a_bad_value_stops_the_start_and_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        Settings.from_env()


def test_a_level_that_needs_timestamps_is_refused_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGN_LEVEL", "B-LTA")
    with pytest.raises(BadSetting, match="TSA_URL"):
        Settings.from_env()
    assert Settings.from_env({"TSA_URL": "http://127.0.0.1:9/tsa"}).sign_level == "B-LTA"
    assert Settings.from_env({"DEMO": "1"}).sign_level == "B-LTA"


def test_an_endpoint_without_keys_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_ENDPOINT", "127.0.0.1:9000")
    with pytest.raises(BadSetting, match="S3_SECRET_KEY"):
        Settings.from_env()


@pytest.mark.parametrize(
    ("endpoint", "secure", "address", "tls"),
    [
        ("minio.noi-bo:9000", None, "minio.noi-bo:9000", True),
        ("127.0.0.1:9000", None, "127.0.0.1:9000", False),
        ("http://minio.noi-bo:9000/", None, "minio.noi-bo:9000", False),
        ("https://localhost:9000", None, "localhost:9000", True),
        ("minio.noi-bo:9000", "0", "minio.noi-bo:9000", False),
        ("127.0.0.1:9000", "1", "127.0.0.1:9000", True),
    ],
)
def test_the_store_is_spoken_to_over_tls_unless_it_is_this_machine_or_said_otherwise(
    endpoint: str, secure: str | None, address: str, tls: bool
) -> None:
    given = {"S3_ENDPOINT": endpoint, "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b"}
    settings = Settings.from_env(given | ({"S3_SECURE": secure} if secure else {}))
    assert (settings.s3_address, settings.s3_tls) == (address, tls)


def test_secrets_do_not_show() -> None:
    settings = Settings.from_env({"SECRET_KEY": "rất kín", "S3_SECRET_KEY": "kín"})
    assert "kín" not in repr(settings)


def test_a_seal_is_set_whole_or_not_at_all() -> None:
    whole = {"SEAL_PKCS11": "/m.so", "SEAL_TOKEN": "a", "SEAL_KEY": "b", "SEAL_PIN_FILE": "/pin"}
    assert Settings.from_env(whole).seal_pkcs11 == Path("/m.so")
    for name in whole:
        with pytest.raises(BadSetting, match="SEAL_PIN_FILE"):
            Settings.from_env({other: value for other, value in whole.items() if other != name})
