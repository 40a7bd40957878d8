"""The language of a text, by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

WORDS = {
    "en": "the of and to in is that it was for on are with as at be this have from by not",
    "de": "der die und das nicht ist ein eine mit von auf zu den dem sich auch wird für im",
    "fr": "le la les des est une dans que qui pour pas sur du et au avec ce il sont",
    "es": "el la los las que de y en un una por con no es se del para su al",
    "it": "il di che la e un una per non è del con si le della sono da gli",
    "pt": "o a os as que de não um uma em do da com para é se por no na",
    "nl": "de het een en van is dat niet op te zijn voor met die aan",
    "pl": "i w na się nie z jest że do to o jak po ale od przez",
}
"""Commonest words; a language needs 15% of the words of a text to be named."""

SCRIPTS = (
    ("el", "\u0370-\u03ff"),
    ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"),
    ("hi", "\u0900-\u097f"),
    ("ko", "\uac00-\ud7af"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u4e00-\u9fff"),
)
CYRILLIC = re.compile("[\u0400-\u04ff]")
UKRAINIAN, RUSSIAN = re.compile("[іїєґІЇЄҐ]"), re.compile("[ыэёъЫЭЁЪ]")


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text, or nothing where it cannot be told."""
    sample = text[:20_000]
    letters = sum(c.isalpha() for c in sample)
    if not letters:
        return ""
    if len(CYRILLIC.findall(sample)) > letters / 2:
        uk, ru = len(UKRAINIAN.findall(sample)), len(RUSSIAN.findall(sample))
        return "uk" if uk > ru else "ru"
    for code, span in SCRIPTS:
        if len(re.findall(f"[{span}]", sample)) > letters / 3:
            return code
    words = Counter(re.findall(r"[^\W\d_]+", sample.lower()))
    scores = {code: sum(words[w] for w in set(common.split())) for code, common in WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= 0.15 * words.total() else ""
