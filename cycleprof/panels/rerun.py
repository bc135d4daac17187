"""Where a recorded request could be asked for once more."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from cycleprof.model import Profile
from cycleprof.redact import MASK

_SAMPLE = "cycleprof"


def address(profile: Profile) -> str | None:
    """The path and query of a GET request; None where a repeat would be another request.

    That is so for every other method, and where a part of the address was masked. Whether the
    recording sampled Python stacks is not part of the application's address.
    """
    request = profile.request
    if request is None or request.method != "GET":
        return None
    query = {name: values for name, values in request.query.items() if name != _SAMPLE}
    parts = [request.path, *query, *(value for values in query.values() for value in values)]
    elsewhere = request.path.startswith("//") or not request.path.startswith("/")  # another host
    if elsewhere or any(MASK in part for part in parts):
        return None
    path = quote(request.path, safe="/:@!$&'()*+,;=~-._", errors="replace")
    return f"{path}?{urlencode(query, doseq=True, errors='replace')}" if query else path
