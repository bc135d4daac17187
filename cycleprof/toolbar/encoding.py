"""Bodies in and out of their content encoding."""

from __future__ import annotations

import gzip
import zlib


class EncodingError(ValueError):
    """A body that cannot be opened or closed again. ``reason`` is for the response's header."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decompress(body: bytes, encoding: str, largest: int) -> bytes:
    """The plain body.

    Raises:
        EncodingError: the encoding is unknown, the body is damaged, or larger than allowed.
    """
    if encoding.lower() in {"identity", ""}:
        plain = body
    elif encoding.lower() in {"gzip", "x-gzip"}:
        plain = _gunzip(body, largest)
    else:
        raise EncodingError(f"content-encoding: {encoding[:40]}")
    if len(plain) > largest:
        raise EncodingError("body-too-large")
    return plain


def _gunzip(body: bytes, largest: int) -> bytes:
    """The content of all members, of which a compressed body may have several."""
    plain = b""
    while body and len(plain) <= largest:
        reader = zlib.decompressobj(wbits=31)
        try:
            plain += reader.decompress(body, largest + 1 - len(plain))
        except zlib.error as error:
            raise EncodingError("damaged-gzip") from error
        if not reader.eof and len(plain) <= largest:
            raise EncodingError("damaged-gzip")  # it breaks off
        body = reader.unused_data
    return plain


def compress(body: bytes, encoding: str) -> bytes:
    """The body in its encoding again."""
    if encoding.lower() in {"gzip", "x-gzip"}:
        return gzip.compress(body, compresslevel=6, mtime=0)
    return body
