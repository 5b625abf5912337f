"""The Vietnamese syllable: letters and one tone, and what may be one, told as tables."""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
FRONT = "eêiy"  # vowels before which c, g and ng are written k, gh and ngh

ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"),
    *("p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
# What may follow an onset. Open rimes and those with a nasal take any tone ...
RIMES = """
    a ai ao au ay am an ang anh  ăm ăn ăng  âu ây âm ân âng
    e eo em en eng  ê êu êm ên ênh  i ia iu im in inh iêu iêm iên iêng
    o oi om on ong oong oa oai oao oay oam oan oang oanh oăm oăn oăng oe oeo oen
    ô ôi ôm ôn ông  ơ ơi ơm ơn
    u ua ui um un ung uây uân uâng uê uên uênh uôi uôm uôn uông uơ uy uya uyu uyn uynh uyên
    ư ưa ưi ưu ưm ưn ưng ươi ươu ươm ươn ương
    y yêu yêm yên yêng
"""
# ... those closed by a stop only the acute or the dot below.
STOPPED = """
    ac ach ap at  ăc ăp ăt  âc âp ât  ec ep et  êch êp êt  ich ip it iêc iêp iêt
    oc op ot ooc oac oach oap oat oăc oăp oăt oet  ôc ôp ôt  ơp ơt
    uc up ut uât uêch uêt uôc uôp uôt uych uyp uyt uyêt  ưc ưt ươc ươp ươt  yêt
"""
STOPPED_TONES = ("\u0301", "\u0323")


@lru_cache(maxsize=8192)
def spelled(text: str) -> tuple[str, str]:
    """Letters without their tones, and the tones: equal for hóa and hoá, wherever the typist put the mark."""
    parts = unicodedata.normalize("NFD", text)
    tones = "".join(part for part in parts if part in TONES)
    letters = "".join(part for part in parts if part not in TONES)
    return unicodedata.normalize("NFC", letters), tones


def differences(one: str, other: str) -> int:
    """In how many marks two spellings of the same bare letters differ: đ for d, ê for e, a tone for another."""
    (letters, tone), (others, another) = spelled(one), spelled(other)
    return (tone != another) + sum(a != b for a, b in zip(letters, others, strict=True))


def is_syllable(text: str) -> bool:
    """Whether lower-case letters can be a Vietnamese syllable at all; far from all that can be are words."""
    letters, tone = spelled(text)
    stopped = _syllables().get(letters)
    return stopped is not None and (tone in STOPPED_TONES if stopped else len(tone) <= 1)


@cache
def _syllables() -> Mapping[str, bool]:
    """Toneless spellings; true where a stop closes the syllable."""
    rimes = {**dict.fromkeys(RIMES.split(), False), **dict.fromkeys(STOPPED.split(), True)}
    return {
        _joined(onset, rime): stopped for onset in ONSETS for rime, stopped in rimes.items() if _may_join(onset, rime)
    }


def _may_join(onset: str, rime: str) -> bool:
    front = rime[0] in FRONT
    match onset:
        case "":
            return not rime.startswith("iê")
        case "k" | "gh" | "ngh":
            return front and rime[0:2] != "yê"
        case "c" | "ng":
            return not front
        case "g":
            return not front or rime == "i"
        case "qu":
            return rime[0] not in "oư" and rime != "u"
        case _:
            return rime[0:2] != "yê"


def _joined(onset: str, rime: str) -> str:
    if onset == "qu" and rime[0] == "u":
        return "q" + rime
    return "g" + rime if onset == "gi" and rime[0] == "i" else onset + rime
