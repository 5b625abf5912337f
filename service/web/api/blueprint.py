"""The blueprint of version 1: everything under it needs a token."""

from apiflask import APIBlueprint
from flask import g

from service.web import identity
from storage import Actor

api = APIBlueprint("v1", __name__, url_prefix="/api/v1")
SCHEME = "BearerAuth"  # its name in the OpenAPI description; the check itself is `authenticate`


@api.before_request
def authenticate() -> None:
    g.actor = identity.bearer()


def who() -> Actor:
    """The account behind this request."""
    found: Actor = g.actor
    return found
