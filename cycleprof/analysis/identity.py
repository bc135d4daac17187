"""Names for findings that stay the same when lines move."""

from __future__ import annotations

from hashlib import blake2b

from cycleprof.model import Origin


def place(origin: Origin | None) -> str:
    """Where something is, without its line number."""
    if origin is None:
        return ""
    return f"{origin.file}:{origin.template or origin.function or ''}"


def finding_fingerprint(*parts: str) -> str:
    """16 hexadecimal digits of the parts that make a finding itself; none may be a line number."""
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()
