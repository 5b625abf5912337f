"""Alive, ready, and figures for Prometheus. No token: nothing of a dossier's content is told."""

import time

from apiflask import APIBlueprint
from flask import Flask, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from service.web.identity import deps
from service.workflow import health

blueprint = APIBlueprint("health", __name__, tag="Tình trạng")


class Metrics:
    """The figures of one web process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "endpoint", "status")
        self.requests = Counter("hoso_http_requests", "Answered requests", labels, registry=self.registry)
        self.seconds = Histogram("hoso_http_seconds", "Time to the answer", ("endpoint",), registry=self.registry)
        self.waiting = Gauge("hoso_jobs_waiting", "Jobs that wait", ("queue",), registry=self.registry)
        self.workers = Gauge("hoso_workers", "Workers that give signs of life", registry=self.registry)


def install(app: Flask) -> None:
    """Add the three addresses and count every answer."""
    metrics = Metrics()
    app.register_blueprint(blueprint)
    app.extensions["metrics"] = metrics

    @app.before_request
    def start() -> None:
        g.started = time.monotonic()

    @app.after_request
    def count(response: Response) -> Response:
        endpoint = request.endpoint or "none"
        metrics.requests.labels(request.method, endpoint, response.status_code).inc()
        metrics.seconds.labels(endpoint).observe(time.monotonic() - g.get("started", time.monotonic()))
        return response

    @app.get("/metrics")
    def figures() -> Response:
        state = health.check(deps())
        metrics.workers.set(state.workers)
        for queue, depth in state.waiting.items():
            metrics.waiting.labels(queue).set(depth)
        return Response(generate_latest(metrics.registry), content_type=CONTENT_TYPE_LATEST)


@blueprint.get("/healthz")
def alive() -> Response:
    return jsonify(status="alive")


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    state = health.check(deps())
    body = {"database": state.database, "store": state.store, "workers": state.workers > 0}
    return jsonify(status="ready" if state.ready else "not ready", **body), 200 if state.ready else 503
