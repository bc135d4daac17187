"""Secrets in running text: paths, headers, messages, addresses, cache keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from cycleprof.redact.names import MASK, is_sensitive, is_telling

_SHAPES = re.compile(
    r"""
    (?P<scheme>
        (?<!\w) (?: (?i:Bearer) | Basic | Token | Digest | ApiKey | Negotiate ) \s+
            (?= [\w.~+/=-]{6} )
        | (?<!\w) (?i: code | password ) (?: \ is | : ) \s (?=[\w.~+/=-]{4})  # in a mail's subject
        | hooks\.slack\.com/services/ (?=\w)
    ) [\w.~+/=-]+
    | (?<! [A-Za-z0-9-] ) eyJ [\w-]{6,} \. [\w-]{6,} \. [\w-]*+            # JSON web token
    | (?<! [A-Za-z0-9] ) (?:
        (?: sk | pk | rk | whsec ) [_-] [A-Za-z0-9_-]{16,}         # Stripe and those like it
        | (?: gh[opsur] | github_pat | npm | glpat | xox[abeprs] ) [_-] [A-Za-z0-9_-]{10,}
        | (?: AKIA | ASIA ) [A-Z0-9]{12,} | AIza [\w-]{30,} | SG\. [\w-]{16,} | ya29\. [\w-]{16,}
        | (?: bot )? \d{8,10} : AA [\w-]{30,}                      # Telegram
      )
    | (?<! [A-Za-z0-9] ) (?: pbkdf2_\w+ | argon2\w* | bcrypt\w* | scrypt | md5 ) \$ \S+  # of Django
    | \$ (?: 2[abxy] | argon2\w* | [156] ) \$ [^\s"'&<>]{8,}                # crypt's
    | (?<! [\w-] ) [0-9a-z]{6,13} - [0-9a-f]{32} (?! [\w-] )       # Django's password reset
    | (?<= :// ) [^\s/:@]*+ : [^\s/@]++ (?= @ )                    # user:password@ in an address
    | -----BEGIN\ [A-Z ]{0,40} PRIVATE\ KEY----- [^-]*+ (?: -----END [A-Z ]{0,60} ----- )?
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"(?<![A-Za-z0-9.-])(?:\d[ -]?){12,18}\d(?![A-Za-z0-9-]|\.\d)")
_CARDS = range(13, 20)  # so many digits has a card
_TIMESTAMPS = {13, 19}  # so many digits has a time in milliseconds or nanoseconds

# A name and what joins it to its value in headers, URLs, JSON, reprs and log lines.
_NAME = re.compile(
    r"""
    (?<! [\w-] ) (?P<name> [\w-]++ )
    (?:
        > | \\*+ ["']?+ \]? \s{0,9} (?: => | = | : | %3[AaDd] ) \s{0,9}
        | \\*+ ["'] , \s{0,9} (?= \\*+ ["'] )
    )
    """,
    re.VERBOSE,
)
_VALUE = re.compile(
    r"""
    (?P<open> [\[({]? \s? (?: \\*+ ["'] )?+ )
    (?: (?<= ["'] ) [^"'\\]++ | [^\s&;,"'<>\[\](){}\\]{3,} )
    """,
    re.VERBOSE,
)


_REMEMBERED = 512
"""Longer texts are not kept in memory for the sake of their next time."""


def text(value: str) -> str:
    """The text with everything in it that looks like a secret replaced by the mask."""
    if len(value) > _REMEMBERED or value.__class__ is not str:
        return _masked.__wrapped__(value)
    return _masked(value)


@lru_cache(maxsize=2_048)
def _masked(value: str) -> str:
    return "".join(_without_assigned(mask_shapes(value)))


def mask_shapes(value: str) -> str:
    """The text without what is a secret by its own looks, wherever it stands."""
    value = _SHAPES.sub(lambda match: (match["scheme"] or "") + MASK, value)
    return _DIGITS.sub(_mask_card, value)


def pair(name: str, value: str) -> str:
    """The value as it may be stored under this name."""
    return MASK if is_sensitive(name) else text(value)


def mapping(items: Mapping[str, str]) -> dict[str, str]:
    """A copy of the mapping with its secrets masked; the names stay."""
    return {name: pair(name, value) for name, value in items.items()}


def lists(items: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """The same for names that carry several values, such as a query string's.

    There a mere value, as in ``/login/?sk_live_…``, is taken for a name.
    """
    return {mask_shapes(name): [pair(name, value) for value in values] for name, values in items}


def _without_assigned(value: str) -> Iterator[str]:
    """The text in pieces, with a mask for each value that stands under a telling name.

    Names are looked for first and values read only after one, so no part is read twice.
    """
    done = start = 0
    while (name := _NAME.search(value, start)) is not None:
        start = name.end()
        if not is_telling(name["name"]):
            continue
        secret = _VALUE.match(value, start)
        if secret is not None:
            yield value[done : secret.end("open")]
            yield MASK
            done = start = secret.end()
    yield value[done:]


def number(value: object) -> str:
    """A number as it may be stored: one of a card's length that adds up as theirs do is masked."""
    shown = str(value)
    digits = [int(one) for one in shown if one.isdecimal()]
    return MASK if len(digits) in _CARDS and shown.isdecimal() and _adds_up(digits) else shown


def _mask_card(match: re.Match[str]) -> str:
    digits = [int(one) for one in match[0] if one.isdecimal()]
    return match[0] if len(digits) in _TIMESTAMPS and not _adds_up(digits) else MASK


def _adds_up(digits: list[int]) -> bool:
    """The check sum that card numbers have, and one in ten other numbers."""
    doubled = [2 * one - 9 * (one > 4) for one in digits[-2::-2]]  # noqa: PLR2004 - of two digits, their sum
    return (sum(digits[::-2]) + sum(doubled)) % 10 == 0
