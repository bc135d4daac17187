"""SQL text to a normalised statement and a short stable hash, so that one shape is one group."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

# One alternation, tried left to right at each position: what is quoted is consumed whole, so
# that a comment sign within a string, or a digit within an identifier, is never mistaken.
_TOKEN = re.compile(
    r"""
    (?P<comment> /\*.*?\*/ | --[^\n]* )
    | (?P<identifier> "(?:[^"]|"")*" | `[^`]*` | \[[A-Za-z_]\w*\] | [A-Za-z_][\w$]* )
    | (?P<string> '(?:[^'\\]|''|\\.)*' | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ )
    | (?P<number> (?<![\w$]) [+-]? (?: 0x[0-9a-fA-F]+ | \d+(?:\.\d+)?(?:[eE][+-]?\d+)? ) )
    | (?P<placeholder> %s | %\(\w+\)s | \$\d+ | \?\d* | (?<!:):[A-Za-z_]\w* )
    """,
    re.VERBOSE | re.DOTALL,
)
_PREFIXED_STRING = re.compile(r"\b(?:[ENBX]|_utf8(?:mb4)?)(?=')", re.IGNORECASE)
_LIST = re.compile(r"\(\s*\?(?:\s*,\s*\?)*\s*\)")
_LISTS = re.compile(r"\(\.\.\.\)(?:\s*,\s*\(\.\.\.\))+")
_SAVEPOINT = re.compile(r"""(SAVEPOINT)\s+["`]?\w+["`]?""", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


class Fingerprint(NamedTuple):
    """``sql`` is the statement without its values; ``hash`` is 16 hexadecimal digits of it."""

    sql: str
    hash: str


def _shape(match: re.Match[str]) -> str:
    if match["identifier"]:
        return match["identifier"]
    return " " if match["comment"] else "?"


@lru_cache(maxsize=4096)
def fingerprint(sql: str) -> Fingerprint:
    """Normalise a statement: values to ``?``, lists of values to ``(...)``, no comments."""
    shape = _TOKEN.sub(_shape, _PREFIXED_STRING.sub("", sql))
    shape = _LISTS.sub("(...)", _LIST.sub("(...)", shape))
    shape = _SAVEPOINT.sub(r"\1 ?", shape)
    shape = _SPACE.sub(" ", shape).strip(" ;")
    digest = blake2b(shape.encode("utf-8", "surrogatepass"), digest_size=8)
    return Fingerprint(shape, digest.hexdigest())
