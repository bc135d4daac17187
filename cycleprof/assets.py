"""Finds the front-end files, in an installed package as in a source tree, and hashes them."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

_SUFFIXES = {".js", ".css", ".json", ".svg"}


class NoSuchAssetError(LookupError):
    """There is no front-end file of this name."""


@lru_cache(maxsize=1)
def folder() -> Path:
    """Where the files are: within the package in a wheel, beside it in a source tree.

    Raises:
        NoSuchAssetError: they are in neither place.
    """
    package = Path(__file__).parent
    for place in (package / "static" / "cycleprof", package.parent / "static" / "cycleprof"):
        if (place / "panel.js").is_file():
            return place
    raise NoSuchAssetError("cycleprof is installed without its static files; reinstall it")


def names() -> tuple[str, ...]:
    """Every file that may be served, relative to the folder, in order."""
    root = folder()
    files = (path for path in root.rglob("*") if path.suffix in _SUFFIXES)
    return tuple(sorted(path.relative_to(root).as_posix() for path in files))


def read(name: str) -> bytes:
    """The content of one file.

    Raises:
        NoSuchAssetError: the name is not one of :func:`names`; nothing else is ever read.
    """
    if name not in names():
        raise NoSuchAssetError(f"there is no asset {name!r}")
    return (folder() / name).read_bytes()


@lru_cache(maxsize=1)
def version() -> str:
    """12 hexadecimal digits that change when any file does; read once in a process."""
    digest = blake2b(digest_size=6)
    for name in names():
        digest.update(name.encode())
        digest.update((folder() / name).read_bytes())
    return digest.hexdigest()
