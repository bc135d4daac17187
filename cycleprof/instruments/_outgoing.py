"""What is told of an outgoing HTTP request: where it went, as a template of its path, and sizes."""

from __future__ import annotations

import re
from urllib.parse import unquote

from cycleprof.frames import Site
from cycleprof.lazy import regex
from cycleprof.model import Attribute
from cycleprof.recorder import Details

_VARIABLE = regex(
    r"""(?<=/) (?: \d+ | [0-9a-f]{8}-[0-9a-f-]{27} | (?=[^/]*\d) [0-9A-Za-z_-]{16,} ) (?=/|$)""",
    re.VERBOSE,
)


def path_template(path: str) -> str:
    """The path without its query, with what looks like an id replaced: ``/users/{id}/posts``."""
    plain = unquote(path.partition("?")[0].partition("#")[0])  # or a secret would look otherwise
    return _VARIABLE().sub("{id}", plain) or "/"


def describe(  # noqa: PLR0913, PLR0917 - one argument per attribute
    method: str, scheme: str, host: str, port: int | None, path: str, site: Site | None
) -> Details:
    """The span of a request, in the words of OpenTelemetry's HTTP client conventions."""
    template = path_template(path)
    host = host.rpartition("@")[2]  # without the user and the password that an address may hold
    attributes: dict[str, Attribute] = {
        "http.request.method": method,
        "url.scheme": scheme,
        "server.address": host,
        "server.port": port,
        "url.template": template,
    }
    return Details(f"{method} {host}{template}", site, attributes)


def size(header: str | None) -> int | None:
    """What a Content-Length header says, if it says anything."""
    return int(header) if header and header.isdigit() else None
