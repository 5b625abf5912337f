"""The application factory."""

from datetime import timedelta

from apiflask import APIFlask

from service.config import Settings
from service.web import describe, errors, health, identity, pages
from service.web.api import ceremonies, documents, dossiers, order, search, vgca
from service.web.api.blueprint import api
from service.web.api.vgca_files import files
from service.web.upload import StreamingRequest
from service.workflow.deps import Deps

VERSION = "1.0.0"
_FORM_MEMORY = 1 << 20  # bytes of text fields in a form; files go to disk
_API_MODULES = (dossiers, documents, search, ceremonies, order, vgca)  # importing them gave the blueprint its routes


class Application(APIFlask):
    request_class = StreamingRequest


def create_app(settings: Settings, live: Deps) -> Application:
    """The WSGI application for these settings; opens nothing by itself."""
    app = Application(
        "service.web",
        title="Hồ sơ số",
        version=VERSION,
        spec_path="/api/v1/openapi.json",
        docs_path=None,
        json_errors=False,
    )
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=settings.max_upload_mb << 20,
        MAX_FORM_MEMORY_SIZE=_FORM_MEMORY,
        TEMP_FOLDER=settings.temp_dir,
        SESSION_COOKIE_NAME="hoso",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        DEMO=settings.demo,
        AGENT=f"http://127.0.0.1:{settings.agent_port}",
        VGCA=settings.vgca_address.rstrip("/"),
        PUBLIC_URL=settings.url,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.security_schemes = {"BearerAuth": {"type": "http", "scheme": "bearer"}}
    app.config["VALIDATION_ERROR_STATUS_CODE"] = 422
    app.spec_processor(describe.complete)
    identity.install(app, live)
    errors.register(app)
    health.install(app)
    app.register_blueprint(api)
    app.register_blueprint(files)
    pages.register(app)
    return app
