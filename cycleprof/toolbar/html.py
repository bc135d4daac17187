"""Recognises whole HTML pages and inserts a tag at their end. Pure functions over bytes."""

from __future__ import annotations

import re
from functools import lru_cache

from cycleprof.lazy import regex
from cycleprof.toolbar.encoding import EncodingError

_HEAD_LENGTH = 2_000
_SHORT_TAIL = 100
_OPENING = regex(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_COMMENT = regex(r"<!--.*?-->", re.DOTALL)
_END_OF_BODY = regex(r"</body\s*>", re.IGNORECASE)
# Elements whose content is no markup: a closing body tag inside one of them closes nothing.
_SKIPPED = regex(
    r"<!--.*?-->|<(?P<raw>script|style|textarea|template|title|noscript)\b.*?</(?P=raw)\s*>|</body\s*>",
    re.IGNORECASE | re.DOTALL,
)


def is_whole_page(body: bytes, charset: str, destination: str | None) -> bool:
    """Whether a body is a document rather than a piece of one.

    ``destination`` is what the browser's Sec-Fetch-Dest header says, which settles it.
    """
    if destination in {"document", "iframe", "frame"}:
        return True
    head = body[:_HEAD_LENGTH].decode(_known(charset), "replace")
    return _OPENING().search(_COMMENT().sub("", head)) is not None


def insert_tag(body: bytes, tag: str, charset: str) -> bytes:
    """The body with the tag before the end of its body element, or at its very end.

    Raises:
        EncodingError: the body is not in the charset that the response claims.
    """
    charset, extends_ascii = _manner(charset)
    if extends_ascii:
        place = _usual_place(body)
        if place < 0:  # bytes that are no text in this charset pass through untouched
            place = _place(body.decode("latin-1"))
        return body[:place] + tag.encode("ascii") + body[place:]
    try:
        text = body.decode(charset)
    except UnicodeDecodeError as error:
        raise EncodingError(f"not-in-charset: {charset}") from error
    place = _place(text)
    return (text[:place] + tag + text[place:]).encode(charset)


def _usual_place(body: bytes) -> int:
    """Before ``</body>`` where that ends the page, but for ``</html>``; -1 where it does not."""
    place = body.rfind(b"</body>", -_SHORT_TAIL)
    return place if place >= 0 and body[place + 7 :].strip() in {b"", b"</html>"} else -1


def _place(text: str) -> int:
    closings = list(_END_OF_BODY().finditer(text, max(len(text) - _HEAD_LENGTH, 0)))
    last = closings[-1] if closings else None
    if last is not None and not _SUSPICIOUS().search(text, last.end()):
        return last.start()
    ends = [match.start() for match in _SKIPPED().finditer(text) if match[0][:2] == "</"]
    return ends[-1] if ends else len(text)


_SHIFTING = ("utf-7", "iso-2022", "iso2022", "hz")  # letters of these may spell other characters
_SUSPICIOUS = regex(r"-->|</(?:script|style|textarea|template|title|noscript)", re.IGNORECASE)


@lru_cache(maxsize=64)
def _known(charset: str) -> str:
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8"
    return charset


@lru_cache(maxsize=64)
def _manner(charset: str) -> tuple[str, bool]:
    """The charset, or UTF-8 if nobody knows it, and whether ASCII's bytes are themselves in it."""
    charset, sample = _known(charset), "</body>"
    extends = sample.encode(charset) == sample.encode("ascii")
    return charset, extends and not charset.lower().startswith(_SHIFTING)
