"""Draw a small PNG from a seed: a grainy landscape that hardly compresses, like a photograph."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from math import sin
from random import Random

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY = 0


@lru_cache(maxsize=256)
def png(seed: int, width: int, height: int) -> bytes:
    """Return a grey picture of `width` by `height` pixels; the same seed, the same bytes."""
    source = Random(seed)
    sky, land = source.randrange(150, 210), source.randrange(60, 120)
    horizons = [_horizon(x / width, seed) * height for x in range(width)]
    rows = bytearray()
    for y in range(height):
        grain = source.randbytes(width)
        rows.append(0)  # PNG filter type of the row: none
        rows += bytes(
            (land if y > horizon else sky) + (noise & 31)
            for horizon, noise in zip(horizons, grain, strict=True)
        )
    header = struct.pack(">IIBBBBB", width, height, 8, GREY, 0, 0, 0)
    body = zlib.compress(bytes(rows), level=6)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _horizon(place: float, seed: int) -> float:
    """Return the height of the hills at `place` (0 to 1), as a share of the picture's height."""
    return 0.55 + 0.08 * sin(place * 5 + seed) + 0.03 * sin(place * 17 + 2 * seed)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum
