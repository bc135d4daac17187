"""The front-end's modules as one piece of HTML that needs no other file."""

from __future__ import annotations

import base64
import json
import posixpath
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cycleprof import assets

_IMPORT = re.compile(
    r"""(?P<before>\bfrom\s*|\bimport\s*\(?\s*)(?P<quote>["'])(?P<path>\.{1,2}/[\w./-]+\.js)(?P=quote)"""
)
_NAMESPACE = "cycleprof/"


@lru_cache(maxsize=1)
def import_map() -> str:
    """An import map with every module of the front-end as a data URL, by a bare name.

    Modules at data URLs cannot name each other by relative paths, so those become bare names.
    """
    modules = {
        _NAMESPACE + name: _data_url(_with_bare_names(name, assets.read(name).decode("utf-8")))
        for name in assets.names()
        if name.endswith(".js")
    }
    return json.dumps({"imports": modules}, separators=(",", ":"))


def _with_bare_names(name: str, source: str) -> str:
    folder = posixpath.dirname(name)

    def bare(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, match["path"]))
        return f'{match["before"]}"{_NAMESPACE}{path}"'

    return _IMPORT.sub(bare, source)


def _data_url(source: str) -> str:
    return "data:text/javascript;base64," + base64.b64encode(source.encode()).decode()


@lru_cache(maxsize=1)
def style_sheets() -> str:
    """The text of every style sheet by name, as JSON for a script element."""
    sheets = {
        name: assets.read(name).decode("utf-8") for name in assets.names() if name.endswith(".css")
    }
    return for_script(sheets)


@lru_cache(maxsize=1)
def entry() -> str:
    """The script that starts the viewer."""
    return (Path(__file__).parent / "offline.js").read_text(encoding="utf-8")


def for_script(document: object) -> str:
    """JSON that cannot end the script element it stands in, nor open a comment there."""
    text = json.dumps(document, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def source_hash(text: str) -> str:
    """What a Content-Security-Policy names an inline script or style by."""
    digest = sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
