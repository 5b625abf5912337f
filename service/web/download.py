"""Objects on their way out: streamed in pieces, with ETag and Range (RFC 9110)."""

from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import ContentRange
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from service.workflow import read
from service.workflow.deps import Deps
from storage import Blob


def is_first_piece() -> bool:
    """Whether this request takes the object from its start: later ranges belong to the same look."""
    ranges = request.range.ranges if request.range else []
    return not ranges or ranges[0][0] == 0


def send(deps: Deps, blob: Blob, name: str, *, attachment: bool = False) -> Response:
    """The object, or the one range asked for. Its ETag is its SHA-256: bytes under a hash never change."""
    if blob.sha256 in request.if_none_match:
        return _describe(Response(status=304), blob, name, attachment)
    offset, end = 0, blob.size
    status = 200
    if request.range and (not request.if_range.etag or request.if_range.etag == blob.sha256):
        piece = request.range.range_for_length(blob.size)
        if piece is None:
            raise RequestedRangeNotSatisfiable(length=blob.size)
        offset, end = piece
        status = 206
    response = Response(_pieces(deps, blob, offset, end - offset), status, mimetype=blob.media_type)
    response.content_length = end - offset
    if status == 206:
        response.content_range = ContentRange("bytes", offset, end, blob.size)
    return _describe(response, blob, name, attachment)


def _pieces(deps: Deps, blob: Blob, offset: int, length: int) -> Iterator[bytes]:
    """Opened before the first byte is asked for, so that a store that is gone still becomes a proper error."""
    stack = ExitStack()
    pieces = stack.enter_context(read.opened(deps, blob, offset, length))

    def stream() -> Iterator[bytes]:
        with stack:
            yield from pieces

    return stream()


def _describe(response: Response, blob: Blob, name: str, attachment: bool) -> Response:
    response.set_etag(blob.sha256)
    response.accept_ranges = "bytes"
    response.cache_control.private = True
    kind = "attachment" if attachment else "inline"
    response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A paper from outside never runs as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; object-src 'self'; plugin-types application/pdf"
    return response
