"""The command line's words (Vietnamese first) and what they may hold."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

from signing import clock
from signing.errors import Misuse
from signing.signers.kinds import require_one_key
from signing.types import Level, StampKind
from signing.validate import Profile

SIGN_HELP = """Ký số một tệp PDF (PAdES). Tệp vào không bị đổi; tệp ra chỉ xuất hiện khi ký xong trọn vẹn.
Sign a PDF. IN is never changed; OUT appears only when everything succeeded.

Ví dụ / example:
  python -m signing sign vao.pdf ra.pdf --p12 khoa.p12 --passphrase-file khoa.pass \\
      --level B-LTA --tsa http://127.0.0.1:8555/tsa --trust root.pem --stamp scan

Mức / levels: B-B chữ ký; B-T thêm dấu thời gian; B-LT thêm bằng chứng không chứng thư nào bị thu hồi, để kiểm tra
được khi không có mạng; B-LTA thêm dấu thời gian lưu trữ, gia hạn được. Không lấy được bằng chứng ấy thì không ký."""
SIGN_EXITS = """Mã thoát / exit: 0 xong; 2 sai cách dùng; 3 khóa không dùng được;
4 dịch vụ dấu thời gian hoặc thu hồi lỗi; 5 tệp PDF này không ký được; 7 lỗi đĩa hoặc thư mục."""
RENEW_HELP = """Gia hạn tệp đã ký: thêm bằng chứng cho dấu thời gian mới nhất và một dấu thời gian mới, trước khi chứng
thư của dấu thời gian ấy hết hạn. Tệp ra ở mức B-LTA; chữ ký cũ giữ nguyên từng byte.
Prolong a signed file (B-T or above) before the certificate of its newest timestamp ends.

Ví dụ / example:
  python -m signing renew ky.pdf gia-han.pdf --tsa http://127.0.0.1:8555/tsa --trust root.pem"""
RENEW_EXITS = """Mã thoát / exit: 0 xong; 2 sai cách dùng; 3 chứng thư người ký đã bị thu hồi trước khi ký;
4 dịch vụ dấu thời gian hoặc thu hồi lỗi; 5 không gia hạn được (không có dấu thời gian, quá hạn); 7 lỗi đĩa."""
KEY_HELP = """Đúng một trong / exactly one of: --p12, --pkcs11, --csc. Một dấu xuống dòng ở cuối tệp bí mật được bỏ."""
VERIFY_HELP = """Kiểm tra mọi chữ ký trong một tệp PDF: hợp lệ, không hợp lệ, hoặc chưa xác định.
Check every signature of a PDF against the given roots only.

Ví dụ / example:
  python -m signing verify van-ban.pdf --trust root.pem --json"""
VERIFY_EXITS = """Mã thoát / exit: 0 hợp lệ; 1 không hợp lệ hoặc không có chữ ký; 6 chưa xác định; 2 sai cách dùng;
3 không đọc được như PDF (kể cả có mật khẩu)."""
DEMO_HELP = """Bộ chứng thư thử nghiệm (TEST): tạo và phục vụ dấu thời gian, OCSP, CRL. Không có giá trị pháp lý.
A demo PKI: make it, and serve its timestamps, OCSP and CRLs."""

Arguments = argparse.Namespace


@dataclass(frozen=True, slots=True)
class _Pair:
    """Reads `A,B` as two numbers."""

    name: str

    def __call__(self, text: str) -> tuple[float, float]:
        first, second = (float(part) for part in text.split(","))
        if not (isfinite(first) and isfinite(second)):
            raise ValueError(self.name)
        return first, second

    def __repr__(self) -> str:
        return self.name


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        raise Misuse("usage", f"Sai cách dùng: {message} (xem {self.prog} --help)")


def parse(argv: Sequence[str]) -> Arguments:
    """The arguments. Raises Misuse; `--help` prints and exits with 0."""
    arguments = _parser().parse_args(_joined(argv))
    if arguments.command == "sign":
        _require_consistent(arguments)
    return arguments


def _joined(argv: Sequence[str]) -> list[str]:
    """`--at -5,10` as `--at=-5,10`: argparse would take the value for an option."""
    joined: list[str] = []
    for word in argv:
        if joined and joined[-1] in ("--at", "--size") and word[:1] == "-":
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _require_consistent(arguments: Arguments) -> None:
    require_one_key(arguments)
    if (arguments.at is None) != (arguments.size is None):
        raise Misuse("usage", "Sai cách dùng: --at và --size phải đi cùng nhau")
    if arguments.page != 1 and arguments.at is None:
        raise Misuse("usage", "Sai cách dùng: --page cần --at và --size")
    if arguments.stamp is StampKind.NONE and (arguments.image or arguments.at or arguments.text):
        raise Misuse("usage", "Sai cách dùng: --image, --text, --at và --size cần --stamp")
    if arguments.level is not Level.B_B and not arguments.tsa:
        raise Misuse("no_tsa", f"Mức {arguments.level.value} cần --tsa URL")


def _parser() -> _Parser:
    parser = _Parser(
        prog="python -m signing", description="Ký số và kiểm tra chữ ký số trên PDF / sign and verify PDFs"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="sign | renew | verify | demo-pki")
    _add_sign(_command(commands, "sign", SIGN_HELP, SIGN_EXITS))
    _add_renew(_command(commands, "renew", RENEW_HELP, RENEW_EXITS))
    _add_verify(_command(commands, "verify", VERIFY_HELP, VERIFY_EXITS))
    pki = _command(commands, "demo-pki", DEMO_HELP, "")
    pki_commands = pki.add_subparsers(dest="command", required=True, metavar="make | serve")
    make = _command(pki_commands, "make", "Tạo bộ chứng thư thử nghiệm trong DIR / make the demo PKI", "")
    make.add_argument("folder", type=Path, metavar="DIR")
    make.add_argument(
        "--url", default="http://127.0.0.1:8555", help="địa chỉ ghi trong chứng thư / where it will be served"
    )
    serve = _command(pki_commands, "serve", "Phục vụ tại 127.0.0.1 đến khi Ctrl-C / serve until Ctrl-C", "")
    serve.add_argument("folder", type=Path, metavar="DIR")
    serve.add_argument("--port", type=int, default=8555)
    return parser


def _command(commands: Any, name: str, description: str, epilog: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        description=description,
        epilog=epilog,
        help=description.splitlines()[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def _add_sign(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("source", type=Path, metavar="IN.pdf")
    add("target", type=Path, metavar="OUT.pdf")
    _add_key(parser)
    add(
        "--level",
        type=Level,
        choices=list(Level),
        default=Level.B_B,
        help="mức PAdES, mặc định B-B; B-LT, B-LTA mang theo bằng chứng không bị thu hồi",
    )
    add("--tsa", metavar="URL", help="dịch vụ dấu thời gian (RFC 3161), cần cho mọi mức trên B-B")
    add("--trust", type=Path, action="append", default=[], metavar="PEM", help="chứng thư gốc tin cậy, lặp lại được")
    add("--field", metavar="NAME", help="tên trường ký; mặc định: tên kế tiếp còn trống")
    add("--stamp", type=StampKind, choices=list(StampKind), default=StampKind.NONE, help="loại khung chữ ký nhìn thấy")
    add("--image", type=Path, metavar="PNG", help="hình chữ ký hoặc con dấu, giữ tỉ lệ trong khung")
    add("--text", action="append", default=[], metavar="LINE", help="dòng chữ trên thời gian ký, lặp lại được")
    add("--page", type=int, default=1, metavar="N", help="trang, đếm từ 1")
    add("--at", type=_Pair("X,Y"), metavar="X,Y", help="mm từ góc trên bên trái trang như nhìn thấy")
    add("--size", type=_Pair("W,H"), metavar="W,H", help="rộng, cao tính bằng mm")


def _add_key(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("khóa / key", KEY_HELP)
    add = group.add_argument
    add("--p12", type=Path, metavar="FILE", help="tệp khóa PKCS#12 (chỉ để thử nghiệm) / demo and test keys")
    add("--passphrase-file", type=Path, metavar="FILE", help="tệp chứa mật khẩu của --p12")
    add("--pkcs11", type=Path, metavar="MODULE", help="thư viện PKCS#11 của token hoặc HSM / the vendor's library")
    add("--token", metavar="LABEL", help="tên token")
    add("--key", metavar="LABEL", help="tên khóa trong token; chứng thư tìm theo CKA_ID, rồi theo tên")
    add("--pin-file", type=Path, metavar="FILE", help="tệp chứa mã PIN của --token")
    add("--csc", metavar="URL", help="ký từ xa: địa chỉ dịch vụ CSC, ví dụ https://.../csc/v1 / remote signing")
    add("--credential", metavar="ID", help="tên khóa ở nhà cung cấp (credentialID)")
    add("--authorization-file", type=Path, metavar="FILE", help="dòng đầu: mã truy cập; rồi PIN=..., OTP=... nếu cần")


def _add_renew(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("source", type=Path, metavar="IN.pdf")
    add("target", type=Path, metavar="OUT.pdf")
    add("--tsa", required=True, metavar="URL", help="dịch vụ dấu thời gian (RFC 3161)")
    add("--trust", type=Path, action="append", default=[], metavar="PEM", help="chứng thư gốc tin cậy, lặp lại được")


def _add_verify(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("source", type=Path, metavar="IN.pdf")
    add("--trust", type=Path, action="append", required=True, metavar="PEM", help="chứng thư gốc tin cậy, lặp lại được")
    add("--profile", type=Profile, choices=list(Profile), default=Profile.FOREIGN, help="own: tệp của ta, chặt nhất")
    add("--offline", action="store_true", help="chỉ dùng tệp và chứng thư gốc, không ra mạng")
    add("--at", dest="moment", type=_time, metavar="TIME", help="xét như tại thời điểm ISO 8601 này")
    add("--json", action="store_true", help="in báo cáo JSON")


def _time(text: str) -> datetime:
    return clock.in_vietnam(datetime.fromisoformat(text))
