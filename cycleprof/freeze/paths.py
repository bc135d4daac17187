"""Makes source paths relative, so that a profile never tells where on a disk a project lies."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cycleprof.frames import Call, Site
from cycleprof.installed import is_library

if TYPE_CHECKING:
    from cycleprof.model import Attribute, Origin

Located = tuple[Site, "Origin | None", "dict[str, Attribute]"]
"""A site, its origin, and the attributes that it gives a span."""


class Paths:
    """Knows the project's folder and the import path.

    ``block`` is where a block that records begins, innermost first; of a request it is empty.
    """

    def __init__(self, base_dir: Path | str, block: tuple[Call, ...] = ()) -> None:
        self.block = block
        self._base = _with_slash(str(base_dir))
        self._known: dict[str, str] = {}
        self.located: dict[tuple[Any, ...], Located] = {}

    @cached_property
    def _folders(self) -> list[str]:
        folders = {_with_slash(str(Path(entry).resolve())) for entry in sys.path if entry}
        return sorted(folders, key=len, reverse=True)

    def relative(self, file: str) -> str:
        """The path below BASE_DIR, or for a library below the folder on ``sys.path`` it is in."""
        known = self._known.get(file)
        if known is None:
            known = self._known[file] = self._shorten(file)
        return known

    def _shorten(self, file: str) -> str:
        if file.startswith(self._base) and not is_library(file):
            return file[len(self._base) :]
        for folder in self._folders:
            if file.startswith(folder):
                return file[len(folder) :]
        if file.startswith(self._base):
            return file[len(self._base) :]
        return Path(file).name if Path(file).is_absolute() else file

    def strip(self, text: str) -> str:
        """The text with the folders of the project and of libraries taken out of its paths."""
        for folder in (*self._folders, self._base):
            if len(folder) > len("/"):
                text = text.replace(folder, "")
        return text

    def origin(self, site: Site | None) -> Origin | None:
        """The site as it may be stored."""
        if site is None:
            return None
        from cycleprof.model import Origin  # noqa: PLC0415 - none is made until something is frozen

        return Origin(
            # Exactly text: a template's name may be a SafeString, which Python 3.11's paths refuse.
            file=self.relative(str.__str__(site.file)),
            line=site.line,
            function=site.function,
            template=None if site.template is None else str.__str__(site.template),
        )


def _with_slash(folder: str) -> str:
    return folder.rstrip("/\\") + "/"
