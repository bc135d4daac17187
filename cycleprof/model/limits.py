"""How large a profile may get."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """How large one profile may get before it is reduced, step by step.

    ``spans`` bounds what is recorded, ``text`` the characters of one attribute, ``document`` the
    bytes of the JSON document.
    """

    spans: int = 10_000
    text: int = 8_192
    document: int = 2_000_000
