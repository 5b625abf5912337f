"""The door to the network: one HTTP session per operation, bounded in time, bytes and number of requests.

Addresses come out of certificates, and certificates out of files of strangers: so nothing here is unbounded.
"""

import asyncio
import ssl
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
import certifi
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import Fetchers, FetchLimits

Answer = TypeVar("Answer")

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes. National CRLs of several megabytes exist."""
LIMITS = FetchLimits(max_requests=40, max_cert_requests=10, max_aia_urls_per_object=3)
CONNECT_SECONDS = 10.0


class NetFault(Exception):
    """No usable answer: refused, too slow, too long, or an HTTP error."""


class Net:
    """HTTP for one operation; use it as an asynchronous context manager."""

    def __init__(self, request_seconds: float = 10.0) -> None:
        self.silent: dict[bytes, float] = {}
        """Certificates whose status nobody told in the time there was, and until when (monotonic) none asks again."""
        self._request_seconds = request_seconds
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=_tls()), response_class=_Bounded, trust_env=False
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    def fetchers(self) -> Fetchers:
        """What the certificate validator fetches OCSP answers, CRLs and issuers with; it keeps what it fetched."""
        backend = AIOHttpFetcherBackend(self._session, per_request_timeout=self._request_seconds, limits=LIMITS)
        return backend.get_fetchers()

    async def post(self, url: str, body: bytes, media_type: str, seconds: float) -> bytes:
        """POST and return the answer's body. Raises NetFault."""
        if self._session is None:
            raise NetFault("closed")
        try:
            async with self._session.post(
                url,
                data=body,
                headers={"Content-Type": media_type},
                timeout=aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS),
                raise_for_status=True,
            ) as answer:
                return await answer.read()
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as fault:
            raise NetFault(str(fault) or type(fault).__name__) from fault

    async def ask(self, url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> tuple[int, bytes]:
        """POST and return the HTTP status with the body, errors' too; follows no redirect. Raises NetFault."""
        if self._session is None:
            raise NetFault("closed")
        timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as fault:
            raise NetFault(str(fault) or type(fault).__name__) from fault


class _Bounded(aiohttp.ClientResponse):
    """An answer that is given up when it grows too long."""

    async def read(self) -> bytes:
        if self._body is None:
            body = bytearray()
            async for chunk in self.content.iter_chunked(65536):
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    self.close()
                    raise aiohttp.ClientPayloadError("answer too long")
            self._body = bytes(body)
        return self._body


@cache
def _tls() -> ssl.SSLContext:
    # Building one costs 26 ms, as much as ten signatures.
    return ssl.create_default_context(cafile=certifi.where())


async def pause(seconds: float) -> None:
    """Wait between two tries."""
    await asyncio.sleep(seconds)


def run_to_end(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run `work` to its end, for callers that cannot await: in a thread, since their own may have a loop running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
