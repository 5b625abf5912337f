"""gunicorn around the application: one process, many threads, so that its figures are whole."""

from gunicorn.app.base import BaseApplication

from service.config import Settings
from service.web.app import Application


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, application: Application, options: dict[str, object]) -> None:
        self._application = application
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Application:
        return self._application


def serve(application: Application, settings: Settings) -> None:
    """Answer requests until SIGTERM; requests under way get 20 s to end."""
    _Server(
        application,
        {
            "bind": f"{settings.http_host}:{settings.http_port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": settings.web_threads,
            "timeout": 120,
            "graceful_timeout": 20,
            "keepalive": 5,
            "control_socket_disable": True,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "worker_tmp_dir": None,
        },
    ).run()
