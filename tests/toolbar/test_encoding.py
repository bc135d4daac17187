"""Compressed bodies: several members are one body, and one that breaks off is none."""

from __future__ import annotations

import gzip

import pytest

from cycleprof.toolbar.encoding import EncodingError, decompress

LARGEST = 1_000_000


def test_several_members_are_one_body():
    assert decompress(gzip.compress(b"a") + gzip.compress(b"b"), "gzip", LARGEST) == b"ab"


@pytest.mark.parametrize("cut", [1, 8, 20])
def test_a_body_that_breaks_off_is_refused(cut):
    body = gzip.compress(bytes(range(256)) * 40)
    with pytest.raises(EncodingError, match="damaged-gzip"):
        decompress(body[:-cut], "gzip", LARGEST)


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_body_that_is_too_large_is_refused(encoding):
    body = b"x" * (LARGEST + 1)
    body = gzip.compress(body) if encoding == "gzip" else body
    with pytest.raises(EncodingError, match="body-too-large"):
        decompress(body, encoding, LARGEST)
