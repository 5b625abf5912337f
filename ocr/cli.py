"""`python -m ocr`: arguments in, exit codes out; what it does is done elsewhere."""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from ocr import isolated, outputs
from ocr.errors import Interrupted, Refused
from ocr.exports import alto, hocr
from ocr.types import Limits, Mode, Options, Progress
from ocr.words import words_json

DONE, USAGE, REFUSED, PAGES_FAILED, STOPPED = 0, 2, 3, 4, 130
USAGE_LINE = (
    "python -m ocr SCAN... -o OUT.pdf [--text FILE] [--words FILE] [--fields FILE] [--hocr FILE] [--alto FILE]"
    " [--optimize] [--jobs N] [--mode skip|redo|force]"
)
WRITERS: Mapping[str, outputs.Writer] = MappingProxyType(
    {
        "out": outputs.pdf,
        "text": outputs.text,
        "words": outputs.streamed(words_json),
        "fields": outputs.fields,
        "hocr": outputs.streamed(hocr),
        "alto": outputs.streamed(alto),
    }
)
ACCESS_COPY = ".access.pdf"
INTRODUCTION = """\
Ghép ảnh quét và tệp PDF, theo thứ tự, thành một tệp PDF tìm kiếm được.
Ảnh giữ nguyên từng byte; chữ nhận dạng được đặt vô hình lên trên ảnh.
Images and PDFs, in order, become one searchable PDF; pictures stay as they are."""
EXAMPLES = """\
ví dụ / examples:
  python -m ocr don.jpg -o don.pdf                        một ảnh
  python -m ocr trang1.tif trang2.jpg phuluc.pdf -o hoso.pdf --text hoso.txt
  python -m ocr hoso.pdf -o ra.pdf --optimize             thêm ra.access.pdf: bản nhẹ để xem và gửi / a light copy
  python -m ocr quet.pdf -o - --words quet.json > ra.pdf  "-" là đầu ra chuẩn / standard output

mã thoát / exit codes:
  0  xong / done
  2  dùng sai lệnh / usage
  3  có tệp không đọc được hoặc bị từ chối; không ghi gì / an input is refused, nothing is written
  4  đã ghi, nhưng có trang không nhận dạng được (giữ ảnh) / written, but pages failed (image kept)"""


class UsageError(Exception):
    """The command line asks for what cannot be; `str()` says why."""


class NotTaken(Exception):
    """An input cannot be taken; `str()` names it and says why."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in the office's words first."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def main(arguments: Sequence[str]) -> int:
    """Run the command; answers its exit code."""
    try:
        asked = _parser().parse_args(arguments)
        _check(asked)
    except UsageError as error:
        _tell(f"Dùng sai lệnh / usage: {error}\n{USAGE_LINE}")
        return USAGE
    try:
        return _run(asked)
    except Refused as error:
        of = {scan.resolve(): scan for scan in asked.scans}.get(error.source) if error.source else None
        _tell(f"{of}: {error}" if of else str(error))
        return REFUSED
    except (NotTaken, Interrupted) as error:
        _tell(str(error))
        return REFUSED
    except KeyboardInterrupt:
        _tell("Đã dừng; không ghi gì / stopped, nothing written.")
        return STOPPED


def _run(asked: argparse.Namespace) -> int:
    # A signed file is refused: here is nothing but the altered file to be had.
    options = Options(mode=Mode(asked.mode), jobs=asked.jobs, takes_signed=False)
    for scan in asked.scans:
        _try_opening(scan)
    with tempfile.TemporaryDirectory(prefix="ocr-") as work:
        digitised = isolated.digitise(asked.scans, Path(work), options, Limits(), _show)
        writers = dict(_wanted(asked))
        if asked.optimize and digitised.pdf:
            copy = isolated.make_access_copy(digitised.pdf, Path(work), Limits(), _show)
            writers[_access_copy(asked.out)] = outputs.copied(copy.pdf)
        outputs.write(digitised, writers)
        failures = [page for page in digitised.recognised() if page.failure]
    for page in failures:
        _tell(
            f"Trang {page.number}: {page.failure} Ảnh được giữ, không có chữ. / page {page.number} failed, image kept"
        )
    if digitised.doubtful:
        numbers = ", ".join(map(str, digitised.doubtful))
        _tell(f"Trang {numbers}: đọc chưa chắc, cần người xem lại. / to be checked by a person")
    return PAGES_FAILED if failures else DONE


def _try_opening(scan: Path) -> None:
    try:
        scan.open("rb").close()
    except OSError as error:
        raise NotTaken(f"{scan}: không mở được tệp ({error.strerror}).") from error


def _check(asked: argparse.Namespace) -> None:
    if asked.jobs < 1:
        raise UsageError("--jobs phải từ 1 trở lên / must be at least 1")
    if asked.optimize and asked.out == outputs.STDOUT:
        raise UsageError("--optimize cần tên tệp ở -o / needs a file name with -o")
    targets = [target for target, _ in _wanted(asked)] + [_access_copy(asked.out)] * asked.optimize
    if len({_place(target) for target in targets}) < len(targets):
        raise UsageError("hai đầu ra trùng nhau / two outputs are the same")
    inputs = {_place(scan) for scan in asked.scans}
    for target in targets:
        if target != outputs.STDOUT and not target.absolute().parent.is_dir():
            raise UsageError(f"không có thư mục {target.parent} / no such folder")
        if _place(target) in inputs or target.is_dir():
            raise UsageError(f"không ghi đè lên {target} / will not overwrite it")


def _wanted(asked: argparse.Namespace) -> list[tuple[Path, outputs.Writer]]:
    """What is to be written where."""
    named = ((getattr(asked, name), writer) for name, writer in WRITERS.items())
    return [(target, writer) for target, writer in named if target is not None]


def _access_copy(out: Path) -> Path:
    """Where the light copy of OUT.pdf goes: OUT.access.pdf."""
    return out.with_suffix(ACCESS_COPY)


def _place(path: Path) -> Path:
    return path if path == outputs.STDOUT else path.resolve()


def _parser() -> Parser:
    parser = Parser(
        prog="python -m ocr",
        usage=USAGE_LINE,
        description=INTRODUCTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    asked = parser.add_argument_group("tham số / arguments")
    asked.add_argument("scans", metavar="SCAN", nargs="+", type=Path, help="PDF, JPEG, PNG hoặc TIFF, theo thứ tự")
    asked.add_argument("-o", dest="out", metavar="OUT.pdf", type=Path, required=True, help="tệp PDF được ghi ra")
    asked.add_argument("--text", metavar="FILE", type=Path, help="ghi thêm chữ thuần, mỗi trang một dấu sang trang")
    asked.add_argument("--words", metavar="FILE", type=Path, help="ghi thêm từng chữ với vị trí và độ tin cậy (JSON)")
    asked.add_argument(
        "--fields", metavar="FILE", type=Path, help="ghi thêm số, ký hiệu, ngày, trích yếu... tìm được (JSON)"
    )
    asked.add_argument("--hocr", metavar="FILE", type=Path, help="như --words, dạng hOCR (điểm ảnh ở 300 dpi)")
    asked.add_argument("--alto", metavar="FILE", type=Path, help="như --words, dạng ALTO 4.4")
    asked.add_argument("--optimize", action="store_true", help="ghi thêm OUT.access.pdf: bản nhẹ, OUT.pdf giữ nguyên")
    cores = len(os.sched_getaffinity(0))
    asked.add_argument("--jobs", metavar="N", type=int, default=cores, help=f"số trang đọc cùng lúc (mặc định {cores})")
    asked.add_argument(
        "--mode",
        choices=[mode.value for mode in Mode],
        default=Mode.SKIP.value,
        help="trang PDF đã có chữ: skip giữ nguyên (mặc định), redo làm lại lớp chữ ẩn, force đọc lại mọi trang",
    )
    asked.add_argument("-h", "--help", action="help", help="hiện trang này")
    return parser


def _show(progress: Progress) -> None:
    if sys.stderr.isatty():
        end = "\n" if progress.done == progress.total else ""
        print(f"\rTrang {progress.done}/{progress.total}", end=end, file=sys.stderr, flush=True)


def _tell(message: str) -> None:
    print(message, file=sys.stderr)
