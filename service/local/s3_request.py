"""The two or three S3 calls needed before the application's own store client has a bucket to talk to.

AWS Signature Version 4 with the standard library; see docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.
"""

import hashlib
import hmac
import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

REGION = "us-east-1"
TIMEOUT = 10.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An S3 server on this machine and the key to call it with."""

    host: str  # HOST:PORT
    access_key: str
    secret_key: str = field(repr=False)


def request(
    endpoint: Endpoint, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Send one signed request; answers status and body. `target`: `/path` or `/path?subresource`, ASCII.

    Raises OSError or http.client.HTTPException when nobody answers.
    """
    signed = _sign(endpoint, method, target, body, {**(headers or {}), "host": endpoint.host})
    connection = http.client.HTTPConnection(endpoint.host, timeout=TIMEOUT)
    try:
        connection.request(method, target, body, signed)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def _sign(endpoint: Endpoint, method: str, target: str, body: bytes, headers: dict[str, str]) -> dict[str, str]:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    digest = hashlib.sha256(body).hexdigest()
    headers = {**headers, "x-amz-date": now, "x-amz-content-sha256": digest}
    path, _, query = target.partition("?")
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = "\n".join([method, path, f"{query}=" if query else "", lines, names, digest])
    scope = f"{now[:8]}/{REGION}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{endpoint.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"{endpoint.access_key}/{scope}"
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
    return headers
