"""What must never be stored: secrets are masked here by the name and by the look of a value.

Everything here takes text from strangers, of any length: each pattern is written so that the work
grows with the length and not with its square.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cycleprof.lazy import offer

if TYPE_CHECKING:
    from cycleprof.redact.names import MASK, is_sensitive, is_telling
    from cycleprof.redact.prose import lists, mapping, number, pair, text
    from cycleprof.redact.statements import mentions_secret, sql

__all__ = [
    "MASK",
    "is_sensitive",
    "is_telling",
    "lists",
    "mapping",
    "mentions_secret",
    "number",
    "pair",
    "sql",
    "text",
]

# Not before something is masked: the patterns take long to compile.
__getattr__ = offer(
    __name__,
    {
        "MASK": "names",
        "is_sensitive": "names",
        "is_telling": "names",
        "lists": "prose",
        "mapping": "prose",
        "mentions_secret": "statements",
        "number": "prose",
        "pair": "prose",
        "sql": "statements",
        "text": "prose",
    },
)
