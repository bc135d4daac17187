"""Finds the project around the working directory: its settings, and where its profiles are."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from pathlib import Path

from cycleprof import __version__
from cycleprof.analysis import analyse
from cycleprof.analysis.rules import name_of_rules
from cycleprof.cli.errors import CommandError
from cycleprof.cli.run_store import RunStore
from cycleprof.cli.runs import is_run, read_run
from cycleprof.model import Profile, Report
from cycleprof.stores import (
    Found,
    Query,
    Retention,
    Slice,
    Store,
    default_path,
    keep_to,
    look_up,
    open_store,
)

_VARIABLE = "DJANGO_SETTINGS_MODULE"
_NAMED = re.compile(rf"""{_VARIABLE}["']\s*,\s*["']([\w.]+)["']""")
_OPENED: list[Store] = []
_PATIENCE_SECONDS = 30.0
_HINT = (
    "Run it in the project's folder, or name the settings (DJANGO_SETTINGS_MODULE or --settings) "
    "or the store (--store sqlite:///path)."
)


def find_store(arguments: Namespace, *, whole: bool = False) -> Store:
    """The store that the arguments name, or else the project's.

    It may be a test run's file; with ``whole`` only what that has whole profiles of.

    Raises:
        CommandError: there is none, or its URL is wrong.
    """
    if arguments.store and is_run(arguments.store):
        return RunStore(read_run(arguments.store), whole=whole)
    if arguments.store:
        return _open(arguments.store, Path.cwd())
    if not arguments.settings and _VARIABLE not in os.environ:
        for folder in _upwards():
            if default_path(folder).is_file():
                return _open("sqlite://", folder)
    set_up(arguments)
    from cycleprof.conf import base_dir, get_config  # noqa: PLC0415 - needs settings

    return _open(get_config().store, base_dir())


def _open(url: str, folder: Path) -> Store:
    if url.startswith("memory:"):
        message = "the settings keep profiles in the memory of the server's process"
        raise CommandError(message, 'Set CYCLEPROF["STORE"] to sqlite:// to see them elsewhere.')
    try:
        store = open_store(url, folder, fallback=False)
    except ValueError as error:
        raise CommandError(str(error), "Is the URL right?") from error
    _OPENED.append(store)
    return store


def close_stores() -> None:
    """Close what :func:`find_store` opened."""
    while _OPENED:
        _OPENED.pop().close()


def judge(profile: Profile) -> Report:
    """The report by the project's settings, if they are loaded; else by the defaults."""
    if _has_settings():
        from cycleprof import runtime  # noqa: PLC0415 - needs settings

        return runtime.judge(profile)
    return analyse(profile)


def find(store: Store, query: Query, part: Slice, *, patience: float = _PATIENCE_SECONDS) -> Found:
    """What the store has, judged by the same settings for at most so many seconds."""
    return look_up(keep_to(store, _rules()), query, judge, part, patience=patience)


def _rules() -> str:
    """The name of the rules by which :func:`judge` judges."""
    if _has_settings():
        from cycleprof import runtime  # noqa: PLC0415 - needs settings

        return runtime.rules()
    return name_of_rules(__version__)


def retention() -> Retention:
    """How much is kept by the project's settings, if they are loaded; else by the defaults."""
    if _has_settings():
        from cycleprof import runtime  # noqa: PLC0415 - needs settings

        return runtime.retention()
    return Retention()


def _has_settings() -> bool:
    if "django.conf" not in sys.modules:
        return False
    from django.conf import settings  # noqa: PLC0415 - loaded already

    return settings.configured


def set_up(arguments: Namespace) -> Path:
    """Load the project's settings and apps; returns its folder.

    Raises:
        CommandError: there is no project here, or it cannot be loaded.
    """
    folder = find_folder() or Path.cwd()
    if arguments.settings:
        os.environ[_VARIABLE] = arguments.settings
    elif _VARIABLE not in os.environ:
        name = _settings_of(folder / "manage.py")
        if name is None:
            raise CommandError("there is no Django project here, and no store", _HINT)
        os.environ[_VARIABLE] = name
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    import django  # noqa: PLC0415 - only commands that need it pay for it

    try:
        django.setup()
    except Exception as error:
        message = f"the project cannot be loaded: {type(error).__name__}: {error}"
        raise CommandError(message, f"Settings: {os.environ[_VARIABLE]}.") from error
    return folder


def find_folder() -> Path | None:
    """The folder of the next manage.py upwards."""
    return next((one for one in _upwards() if (one / "manage.py").is_file()), None)


def _upwards() -> list[Path]:
    here = Path.cwd()
    return [here, *here.parents]


def _settings_of(manage: Path) -> str | None:
    try:
        found = _NAMED.search(manage.read_text(encoding="utf-8"))
    except OSError:
        return None
    return found[1] if found else None
