"""The headers that every page of ours carries; what is not a page keeps its own."""

from collections.abc import Mapping

from flask import Response

_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
PAGE: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    # A page holds people's papers: nothing of it stays on a shared computer after the log-out.
    "Cache-Control": "no-store",
}


def reaching(response: Response, *addresses: str) -> Response:
    """Let this one page call other addresses too: the signing agent and tool on the user's own computer."""
    response.headers["Content-Security-Policy"] = f"{_POLICY}; connect-src 'self' {' '.join(addresses)}"
    return response


def secure(response: Response) -> Response:
    """Complete an answer on its way out."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.mimetype == "text/html":
        for name, value in PAGE.items():
            response.headers.setdefault(name, value)
    return response
