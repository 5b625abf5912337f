"""Pages for people, in Vietnamese; whole without JavaScript."""

from flask import Flask

from service.web.pages import ceremonies, desk, documents, dossier, find, formats, headers, login, verify, vgca
from service.web.pages.blueprint import context, pages
from service.web.pages.checks import Checks

_MODULES = (
    ceremonies,
    desk,
    documents,
    dossier,
    find,
    login,
    verify,
    vgca,
)  # importing them gave the blueprint its routes


def register(app: Flask) -> None:
    """Give the application its pages, their words and their headers."""
    app.extensions["hoso_checks"] = Checks()
    app.jinja_env.filters.update(moment=formats.moment, size=formats.size)
    app.context_processor(context)
    app.after_request(headers.secure)
    app.register_blueprint(pages)
