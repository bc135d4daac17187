"""What a page's Content-Security-Policy says of our script."""

from __future__ import annotations

from cycleprof.lazy import regex

_NONCE = regex(r"'nonce-([A-Za-z0-9+/_=-]+)'")
_OPEN = ("'self'", "*", "http:", "https:")


def script_permission(policy: str | None) -> tuple[bool, str | None]:
    """Whether a script of the page's own origin may run, and the nonce that it needs if any."""
    if not policy:
        return True, None
    allowed, nonce = True, None
    for one in policy.split(","):  # several policies in one header all apply
        sources = _script_sources(one)
        if sources is None:
            continue
        match = _NONCE().search(sources)
        nonce = match[1] if match else nonce
        by_origin = "'strict-dynamic'" not in sources and _has_open(sources)
        allowed = allowed and (match is not None or by_origin)
    return allowed, nonce


def _has_open(sources: str) -> bool:
    return any(word in _OPEN for word in sources.split())


def _script_sources(policy: str) -> str | None:
    """The sources that govern script elements, or None where nothing does."""
    directives: dict[str, str] = {}
    for part in policy.split(";"):
        name, _, value = part.strip().partition(" ")
        directives.setdefault(name.lower(), value)
    for name in ("script-src-elem", "script-src", "default-src"):
        if name in directives:
            return directives[name]
    return None
