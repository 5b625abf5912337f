"""The command line: reads arguments, calls the library, turns its errors into exit codes."""

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing

from signing import clock, demo
from signing.arguments import Arguments, parse
from signing.demo.serve import serve
from signing.errors import KeyUnavailable, Misuse, ServiceFailed, SigningError, Unreadable, Unsignable
from signing.pipeline import sign
from signing.renewal import renew
from signing.report import MESSAGES, Report, Verdict
from signing.signers.kinds import load_key
from signing.trust import load_trust
from signing.types import Placement, Stamp, StampKind
from signing.validate import verify

OK, USAGE, KEY, SERVICE, UNSIGNABLE, DISK = 0, 2, 3, 4, 5, 7
EXITS: tuple[tuple[type[Exception], int], ...] = (
    (Misuse, USAGE),
    (KeyUnavailable, KEY),
    (ServiceFailed, SERVICE),
    (Unsignable, UNSIGNABLE),
    (OSError, DISK),
)
UNREADABLE = 3
VERDICT_EXITS = {Verdict.VALID: 0, Verdict.INVALID: 1, Verdict.UNSIGNED: 1, Verdict.UNKNOWN: 6}
WORDS = {
    Verdict.VALID: "hợp lệ",
    Verdict.INVALID: "không hợp lệ",
    Verdict.UNKNOWN: "chưa xác định",
    Verdict.UNSIGNED: "không có chữ ký",
}


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code. Failures are one line on standard error."""
    try:
        arguments = parse(argv)
        return COMMANDS[arguments.command](arguments)
    except (SigningError, OSError) as fault:
        print(_line(fault), file=sys.stderr)
        return _exit_code(fault)


def _exit_code(fault: Exception) -> int:
    if isinstance(fault, Unreadable):
        return UNREADABLE
    return next(code for kind, code in EXITS if isinstance(fault, kind))


def _line(fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.strerror:
        return f"Lỗi đĩa hoặc thư mục: {fault.strerror} ({fault.filename or ''})"
    return " ".join(str(fault).split())


def _sign(arguments: Arguments) -> int:
    trust, stamp = load_trust(arguments.trust), _stamp(arguments)
    with closing(load_key(arguments)) as signer:
        signed = sign(
            arguments.source,
            arguments.target,
            signer,
            level=arguments.level,
            tsa=arguments.tsa,
            trust=trust,
            field=arguments.field,
            stamp=stamp,
        )
    for warning in signed.warnings:
        print(warning, file=sys.stderr)
    return OK


def _renew(arguments: Arguments) -> int:
    trust = load_trust(arguments.trust)
    renewed = renew(arguments.source, arguments.target, tsa=arguments.tsa, trust=trust)
    for warning in renewed.warnings:
        print(warning, file=sys.stderr)
    print(f"{renewed.field}: {clock.iso(renewed.timestamped_at)}, đến {clock.iso(renewed.lasts_until)}")
    return OK


def _stamp(arguments: Arguments) -> Stamp | None:
    if arguments.stamp is StampKind.NONE:
        return None
    placement = None
    if arguments.at and arguments.size:
        (x, y), (width, height) = arguments.at, arguments.size
        placement = Placement(page=arguments.page, x=x, y=y, width=width, height=height)
    return Stamp(kind=arguments.stamp, lines=tuple(arguments.text), image=arguments.image, placement=placement)


def _verify(arguments: Arguments) -> int:
    try:
        report = verify(
            arguments.source,
            load_trust(arguments.trust),
            profile=arguments.profile,
            offline=arguments.offline,
            at=arguments.moment,
        )
    except OSError as fault:
        raise Unreadable("missing", _line(fault)) from fault
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=2) if arguments.json else _told(report))
    return VERDICT_EXITS[report.verdict]


def _told(report: Report) -> str:
    """For a person."""
    lines = [f"Văn bản: {WORDS[report.verdict]}", *(f"  - {MESSAGES[code]}" for code in report.codes)]
    for each in report.to_json()["signatures"]:
        who = f"{each['signer'] or 'không rõ'} (do {each['issuer'] or 'không rõ'} cấp)"
        lines.append(f"{each['field']}: {WORDS[Verdict(each['verdict'])]} - {who}")
        told = (
            ("ký lúc", each["signed_at"]),
            ("dấu thời gian", each["timestamped_at"]),
            ("mức", each["level"]),
            ("sau đó có", ", ".join(each["changes_after"])),
        )
        lines += [f"  {name} {value}" for name, value in told if value]
        lines += [f"  - {problem['message']}" for problem in each["problems"]]
    return "\n".join(lines)


def _make_pki(arguments: Arguments) -> int:
    pki = demo.make_demo_pki(arguments.folder, arguments.url)
    print(f"{pki.root}\n{pki.base_url}")
    return OK


def _serve_pki(arguments: Arguments) -> int:
    serve(arguments.folder, arguments.port)
    return OK


COMMANDS: dict[str, Callable[[Arguments], int]] = {
    "sign": _sign,
    "renew": _renew,
    "verify": _verify,
    "make": _make_pki,
    "serve": _serve_pki,
}
