"""Names of offices as they are written in a sentence: "Ủy ban nhân dân tỉnh Quảng Ngãi", from a head in capitals."""

from ocr.fields.likeness import beginning
from ocr.fields.names import LEVELS, OFFICES, PROVINCES
from ocr.folding import folded

JOINTS = frozenset({"VA", "-", "–", "CUA"})  # after these a sector's name begins anew: Nông nghiệp và Môi trường
PROPER = ("TRUONG", "CONG TY", "BENH VIEN", "TINH UY", "THANH UY", "HUYEN UY", "QUAN UY")  # somebody's name follows
MISTAKABLE = frozenset({"QUAN", "XA", "PHUONG", "THON"})  # only with their tones: QUẢN LÝ is no quận
NO_COMMUNE = ["HỘI"]  # xã hội
VOWELS = frozenset("AEIOUY")


def office_name(text: str) -> str:
    """The office's name; tones and spelling of offices, levels and provinces are put right, all else is as read."""
    found = beginning(folded(text), OFFICES)
    if found is None:
        return _sector(text)
    phrase, length = found
    rest = text[length:].strip()
    if not rest:
        return OFFICES[phrase]
    if beginning(folded(rest), [name for name in OFFICES if " " in name]):
        return f"{OFFICES[phrase]} {office_name(rest)}"
    return f"{OFFICES[phrase]} {_sector(rest, proper=phrase.startswith(PROPER))}"


def place_name(text: str) -> str:
    """A place as a date begins with it: "Quảng Ngãi", "Thành phố Hồ Chí Minh"."""
    words = text.split()
    level, rest = _level(words)
    return f"{level.capitalize()} {_place(rest)}" if level and rest else PROVINCES.get(folded(text), text)


def _sector(text: str, *, proper: bool = False) -> str:
    """Up to a level of the state it is a sector, or where `proper` somebody's name; behind it a place."""
    words = text.split()
    done: list[str] = []
    for position, word in enumerate(words):
        level, rest = _level(words[position:])
        if level and rest:
            return " ".join([*done, level, _place(rest)])
        before = words[position - 1] if position else ","
        begins = proper or before.endswith(",") or folded(before) in JOINTS
        done.append(_word(word, capital=begins and folded(word) not in JOINTS))
    return " ".join(done).replace("Việt nam", "Việt Nam")


def _place(words: list[str]) -> str:
    """A place, which another level may follow: "xã Đông Hưng huyện Tiên Lãng"."""
    for position in range(1, len(words)):
        level, rest = _level(words[position:])
        if level and rest:
            return f"{_place(words[:position])} {level} {_place(rest)}"
    name = " ".join(words)
    return PROVINCES.get(folded(name)) or " ".join(_word(word, capital=folded(word) not in JOINTS) for word in words)


def _level(words: list[str]) -> tuple[str | None, list[str]]:
    """The level that the words begin with, and those behind it."""
    for length in (2, 1):
        said = " ".join(words[:length])
        level = LEVELS.get(folded(said))
        mistakable = folded(said) in MISTAKABLE and said.lower() != level
        if level and not mistakable and words[length : length + 1] != NO_COMMUNE:
            return level, words[length:]
    return None, []


def _word(word: str, *, capital: bool) -> str:
    if not VOWELS & set(folded(word)):  # THPT, UBND
        return word
    return word.capitalize() if capital else word.lower()
