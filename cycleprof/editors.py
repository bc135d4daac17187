"""What depends on the reader's machine: its editor's addresses, where files lie there, the key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from cycleprof.lazy import regex

EDITORS = {
    "vscode": "vscode://file{file}:{line}",
    "vscode-insiders": "vscode-insiders://file{file}:{line}",
    "cursor": "cursor://file{file}:{line}",
    "windsurf": "windsurf://file{file}:{line}",
    "zed": "zed://file{file}:{line}",
    "pycharm": "pycharm://open?file={file}&line={line}",
    "idea": "idea://open?file={file}&line={line}",
    "sublime": "subl://open?url=file://{file}&line={line}",
}
"""Patterns by the editor's name; ``{file}`` is the absolute path, with a slash at its beginning."""

_SCHEME = regex(r"(?!javascript:|data:|vbscript:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_SHORTCUT = regex(r"(?:(?:Ctrl|Alt|Shift|Meta)\+)*(?:[A-Z0-9]|F[1-9][0-2]?)")
_ALONE = regex(r"(?:Shift\+)?[A-Z0-9]")


def pattern(editor: str) -> str:
    """The pattern of an editor, named or spelt out."""
    return EDITORS.get(editor, editor)


def is_editor(editor: str) -> bool:
    """Whether it is the name of one that is known, or a URL pattern that no page could abuse."""
    return editor in EDITORS or ("{file}" in editor and _SCHEME().match(editor) is not None)


def is_shortcut(text: str) -> bool:
    """Whether it is a key such as ``Alt+Shift+P`` that types nothing by itself."""
    return _SHORTCUT().fullmatch(text) is not None and _ALONE().fullmatch(text) is None


def shortcut(text: str) -> str:
    """The key with its modifiers in the order in which the browser's code names them."""
    *held, key = text.split("+")
    return "+".join([*(one for one in _MODIFIERS if one in held), key])


def folders(
    files: Iterable[str], roots: Sequence[Path], path_map: Mapping[str, str]
) -> dict[str, str]:
    """The folders that hold files whose paths are relative, by the first part of those paths.

    ``path_map`` says what a folder of this machine, such as a container's, is where the editor is.
    """
    found: dict[str, str] = {}
    for file in dict.fromkeys(files):  # each is looked for once: every span names one
        first = file.partition("/")[0]
        if first in found:
            continue
        root = next((root for root in roots if _holds(root, file)), None)
        if root is not None:
            found[first] = _mapped(root.resolve().as_posix(), path_map)
    return found


def _holds(root: Path, file: str) -> bool:
    try:
        return (root / file).is_file()
    except (OSError, ValueError):  # no possible path
        return False


def _mapped(folder: str, path_map: Mapping[str, str]) -> str:
    for here in sorted(path_map, key=len, reverse=True):
        prefix = here.rstrip("/")
        if folder == prefix or folder.startswith(f"{prefix}/"):
            return path_map[here].replace("\\", "/").rstrip("/") + folder[len(prefix) :]
    return folder
