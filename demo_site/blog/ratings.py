"""Ask the rating service over HTTP: one post at a time, or many at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.request import ProxyHandler, build_opener

from .rating_service import address

TIMEOUT_S = 5
# Straight to the service: a proxy of the machine's environment has no business with loopback.
_opener = build_opener(ProxyHandler({}))


def _ask(path: str) -> Any:
    with _opener.open(f"{address()}{path}", timeout=TIMEOUT_S) as response:
        return json.load(response)


def rating(post_pk: int) -> int:
    """Return the stars (1 to 5) of one post, for one request to the service."""
    return int(_ask(f"/ratings/{post_pk}")["stars"])


def ratings(post_pks: Iterable[int]) -> dict[int, int]:
    """Return the stars by post, for one request whatever their number."""
    wanted = ",".join(str(pk) for pk in post_pks)
    return {int(pk): stars for pk, stars in _ask(f"/ratings?posts={wanted}").items()}
