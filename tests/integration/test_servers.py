"""The servers that the other tests stand on, seen through their own clients."""

import io
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import urllib3
from minio import Minio
from minio.commonconfig import COMPLIANCE
from minio.error import S3Error
from minio.retention import Retention

from tests.servers import S3, Embedded

REFUSED = {"AccessDenied", "InvalidRequest"}  # SeaweedFS and MinIO each have their own word


def client(server: S3, *, admin: bool = False) -> Minio:
    key = (server.admin_access_key, server.admin_secret_key) if admin else (server.access_key, server.secret_key)
    return Minio(server.endpoint, *key, secure=False, region="us-east-1")


@pytest.fixture(params=["s3", "minio_server"])
def store(request: pytest.FixtureRequest) -> S3:
    return request.getfixturevalue(request.param)


def test_each_test_file_gets_an_empty_database_of_the_application_role(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute(
            "SELECT current_user, count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone() == (
            "hoso",
            0,
        )


def test_the_application_role_may_not_do_everything(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        query = "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(query).fetchone() == (False,)


def test_the_application_role_can_add_the_extensions_of_the_search(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE EXTENSION unaccent; CREATE EXTENSION pg_trgm")
        assert connection.execute("SELECT unaccent('Đất Đỏ')").fetchone() == ("Dat Do",)
        # With the locale C it would see no letters but t: {"  t", " t "}.
        assert connection.execute("SELECT cardinality(show_trgm('Đất'))").fetchone() == (4,)


def test_the_database_asks_for_the_password(postgres_url: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres_url.replace("postgresql://hoso:", "postgresql://hoso:x"))


def test_page_checksums_are_on_and_letters_are_utf8(embedded: Embedded) -> None:
    with psycopg.connect(embedded.postgres.admin_url("hoso")) as connection:
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_the_application_key_puts_and_gets(store: S3) -> None:
    client(store).put_object(store.bucket, "servers/a", io.BytesIO(b"giay"), 4)
    assert client(store).get_object(store.bucket, "servers/a").read() == b"giay"


def test_a_locked_version_cannot_be_deleted_by_anyone(store: S3) -> None:
    until = Retention(COMPLIANCE, datetime.now(UTC) + timedelta(days=1))
    put = client(store).put_object(store.bucket, "servers/locked", io.BytesIO(b"goc"), 3, retention=until)
    for who in (client(store), client(store, admin=True)):
        with pytest.raises(S3Error) as refusal:
            who.remove_object(store.bucket, "servers/locked", version_id=put.version_id)
        assert refusal.value.code in REFUSED
    assert client(store).get_object(store.bucket, "servers/locked", version_id=put.version_id).read() == b"goc"


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_anonymous_callers_are_refused(store: S3, method: str) -> None:
    answer = urllib3.request(method, f"http://{store.endpoint}/{store.bucket}/servers/a", body=b"x", retries=False)
    assert answer.status == 403


def test_a_wrong_secret_is_refused(store: S3) -> None:
    stranger = Minio(store.endpoint, store.access_key, "khong-phai-khoa", secure=False, region="us-east-1")
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        list(stranger.list_objects(store.bucket))


def test_the_application_key_makes_no_bucket(store: S3) -> None:
    with pytest.raises(S3Error, match="Access"):
        client(store).make_bucket("ngan-khac")


def test_the_application_key_reaches_no_other_bucket(store: S3) -> None:
    if not client(store, admin=True).bucket_exists("rieng"):
        client(store, admin=True).make_bucket("rieng")
    with pytest.raises(S3Error, match="Access"):
        client(store).put_object("rieng", "a", io.BytesIO(b"x"), 1)
