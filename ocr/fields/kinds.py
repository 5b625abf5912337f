"""The kinds of papers of NĐ 30/2020, annex III, and those of the law on laws, with their signs."""

from collections.abc import Mapping
from types import MappingProxyType

from ocr.fields.likeness import beginning
from ocr.folding import folded

LETTER = "CV"  # the decree gives công văn neither title nor sign; offices write it so

# Sign -> name.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "NQ": "nghị quyết",
        "QĐ": "quyết định",
        "CT": "chỉ thị",
        "QC": "quy chế",
        "QyĐ": "quy định",
        "TC": "thông cáo",
        "TB": "thông báo",
        "HD": "hướng dẫn",
        "CTr": "chương trình",
        "KH": "kế hoạch",
        "PA": "phương án",
        "ĐA": "đề án",
        "DA": "dự án",
        "BC": "báo cáo",
        "BB": "biên bản",
        "TTr": "tờ trình",
        "HĐ": "hợp đồng",
        "CĐ": "công điện",
        "BGN": "bản ghi nhớ",
        "BTT": "bản thỏa thuận",
        "GUQ": "giấy ủy quyền",
        "GM": "giấy mời",
        "GGT": "giấy giới thiệu",
        "GNP": "giấy nghỉ phép",
        "PG": "phiếu gửi",
        "PC": "phiếu chuyển",
        "PB": "phiếu báo",
        "SY": "sao y",
        "TrS": "trích sao",
        "SL": "sao lục",
        "NĐ": "nghị định",
        "TT": "thông tư",
        "TTLT": "thông tư liên tịch",
        "PL": "pháp lệnh",
        LETTER: "công văn",
    }
)
TITLES: Mapping[str, str] = {folded(name): sign for sign, name in NAMES.items() if sign != LETTER}
SIGNS = frozenset(TITLES.values())
LOOK_ALIKE = str.maketrans("IL1Q0", "TTTOO")


def titled(text: str) -> tuple[str, int] | None:
    """The sign of the kind whose name a folded title begins with, and how long the name is there."""
    found = beginning(text, TITLES)
    return (TITLES[found[0]], found[1]) if found else None


def signed(sign: str) -> str | None:
    """The sign as it is written, from as it was read (QD, QĐÐ, TIr); None where it is no kind's."""
    if sign in SIGNS:
        return sign
    for alike in (folded, _without_look):
        found = {known for known in SIGNS if alike(known) == alike(sign)}
        if len(found) == 1:
            return found.pop()
    return None


def _without_look(sign: str) -> str:
    """What is left when letters that look alike are one."""
    return folded(sign).translate(LOOK_ALIKE).replace("DD", "D")
