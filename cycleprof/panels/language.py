"""The panel's texts in other languages: one JSON file each, for Python and the browser alike.

A file maps English texts to their translations; texts that depend on a number stand under
``singular|plural`` with their forms joined in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache

from cycleprof import assets

ENGLISH = "en"
_FOLDER = "languages/"
_NO_PLURAL = frozenset({"ja", "zh"})
_ZERO_IS_ONE = frozenset({"fr", "pt"})


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of the languages that the panel speaks, English first."""
    files = [name for name in assets.names() if name.startswith(_FOLDER)]
    return (ENGLISH, *(name.removeprefix(_FOLDER).removesuffix(".json") for name in files))


def choose(wanted: str | None) -> str:
    """The language to speak to somebody who wants ``de-at`` or ``zh_Hans``; English if unknown."""
    return known(wanted or ENGLISH) or ENGLISH


def known(wanted: str) -> str | None:
    """The panel's language that ``de-at`` or ``zh_Hans`` stands for, if it speaks that."""
    code = wanted.replace("_", "-").lower()
    return next((one for one in (code, code.split("-")[0]) if one in languages()), None)


@lru_cache(maxsize=16)
def texts(language: str) -> Mapping[str, str]:
    """The translations of a language; none for English."""
    if language == ENGLISH:
        return {}
    found: dict[str, str] = json.loads(assets.read(f"{_FOLDER}{language}.json"))
    return found


def translator(language: str) -> Callable[[str], str]:
    """What ``gettext`` is for a language; a text without a translation stays English."""
    translations = texts(language)
    return lambda text: translations.get(text, text)


def plural_translator(language: str) -> Callable[[str, str, int], str]:
    """What ``ngettext`` is for a language."""
    translations = texts(language)

    def translate(singular: str, plural: str, number: int) -> str:
        forms = translations.get(f"{singular}|{plural}", f"{singular}|{plural}").split("|")
        return forms[0] if is_one(language, number) else forms[-1]

    return translate


def is_one(language: str, number: int) -> bool:
    """Whether a number takes the singular in a language."""
    if language in _NO_PLURAL:
        return False
    return number == 1 or (number == 0 and language in _ZERO_IS_ONE)
