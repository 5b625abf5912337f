"""What the generated OpenAPI description says beyond the signatures of the handlers."""

from collections.abc import Iterator
from typing import Any

from service.web.api.answers import ProblemOut
from service.web.api.verdicts import ReportOut, WordsOut

PROBLEM = "application/problem+json"
# Answers that are streamed or made elsewhere: their media type, and their schema where they are JSON.
ANSWERS: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {
    ("/api/v1/documents/{identity}/file", "get"): ("application/pdf", {"type": "string", "format": "binary"}),
    ("/api/v1/vgca/{secret}/van-ban.pdf", "get"): ("application/pdf", {"type": "string", "format": "binary"}),
    ("/api/v1/documents/{identity}/original", "get"): ("*/*", {"type": "string", "format": "binary"}),
    ("/api/v1/documents/{identity}/text", "get"): ("text/plain", {"type": "string"}),
    ("/api/v1/documents/{identity}/words", "get"): ("application/json", {"$ref": "#/components/schemas/WordsOut"}),
    ("/api/v1/documents/{identity}/signatures", "get"): (
        "application/json",
        {"$ref": "#/components/schemas/ReportOut"},
    ),
    ("/api/v1/verify", "post"): ("application/json", {"$ref": "#/components/schemas/ReportOut"}),
}


def complete(spec: dict[str, Any] | str) -> dict[str, Any] | str:
    """Every refusal is a problem (RFC 9457), and every streamed answer has its media type."""
    if isinstance(spec, str):  # YAML, which this application does not serve
        return spec
    schemas = spec.setdefault("components", {}).setdefault("schemas", {})
    for model in (ProblemOut, ReportOut, WordsOut):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    for path, method, operation in _operations(spec):
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                response["content"] = {PROBLEM: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
        if (path, method) in ANSWERS:
            media_type, schema = ANSWERS[path, method]
            operation["responses"].setdefault("200", {"description": "OK"})["content"] = {
                media_type: {"schema": schema}
            }
    for name in ("HTTPError", "ValidationError"):
        schemas.pop(name, None)
    return spec


def _operations(spec: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                yield path, method, operation
