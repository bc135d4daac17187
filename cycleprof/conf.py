"""The settings: one frozen Config, parsed once from ``settings.CYCLEPROF``."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.signals import setting_changed

from cycleprof.editors import EDITORS, is_editor, is_shortcut
from cycleprof.lazy import LOADING, regex

if TYPE_CHECKING:
    from cycleprof.model import Limits, Thresholds

DEFAULT_KEY = "Alt+Shift+P"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Config(NamedTuple):
    """What ``settings.CYCLEPROF`` may hold; each attribute is one key, in capitals there."""

    enabled: bool | None = None
    """Record and serve. None: while DEBUG is true."""
    access: str | None = None
    """Dotted path to ``callable(request) -> bool``: who may see. None: local viewers in DEBUG."""
    store: str = "sqlite://"
    """Where profiles are kept: ``sqlite:///path``, ``sqlite://`` (.cycleprof/profiles.db under
    BASE_DIR) or ``memory://``."""
    url_prefix: str = "/__cycleprof__/"
    """Under which address the tool answers. Begins and ends with a slash."""
    panel: bool = True
    """Add the panel's script tag to HTML pages."""
    exclude: tuple[str, ...] = ()
    """Paths that are not recorded: each a prefix, such as ``/media/``."""
    sample: float = 1.0
    """The share of requests to record, from 0.0 to 1.0."""
    ignore: tuple[Mapping[str, Any], ...] = ()
    """Findings that are not told: each a dict with some of code, model, route, until, reason."""
    panels: tuple[str, ...] = ()
    """Tabs of your own: dotted paths of ``build(report) -> Panel``."""
    editor: str | None = None
    """What opens a line from the panel: vscode, pycharm, zed, … or a URL pattern with ``{file}``
    and ``{line}``. Each reader may choose another in the panel."""
    path_map: Mapping[str, str] = _NOTHING
    """Where folders of this machine, such as a container's, are for the editor."""
    key: str | None = DEFAULT_KEY
    """The key that opens and closes the panel anywhere in a page. None: no key does."""
    python: bool = False
    """Sample the Python stacks of every request (extra ``python``). In DEBUG ``?cycleprof=python``
    asks for it once."""
    max_profiles: int = 1_000
    """How many profiles the store keeps."""
    max_per_route: int = 300
    """How many profiles of one route the store keeps: its newest, its slowest and a sample."""
    max_age: int = 7 * 24 * 3600
    """How long the store keeps a profile, in seconds."""
    max_bytes: int = 200_000_000
    """How many bytes of profiles the store keeps."""
    max_spans: int = 10_000
    """How many spans one profile records."""
    max_document_bytes: int = 2_000_000
    """How large one profile's document may be."""
    slow_query_ms: int = 100
    """From how many milliseconds on a single statement is a finding (CP021)."""
    duplicate_queries: int = 3
    """From how many identical runs on a statement is a finding (CP007)."""
    thresholds: Mapping[str, int] = _NOTHING
    """From where on the other findings are told, each by its name; see ENTRIES."""

    @property
    def limits(self) -> Limits:
        return _limits(self.max_spans, self.max_document_bytes)

    @property
    def judged_by(self) -> Thresholds:
        """From where on findings are told, in the units of the analysis."""
        from cycleprof.model import Thresholds  # noqa: PLC0415 - nothing is judged until then

        given = {"slow_query_ms": self.slow_query_ms, **self.thresholds}
        values = {
            name.removesuffix("ms") + "ns": value * 1_000_000
            for name, value in given.items()
            if name.endswith("_ms")
        }
        counts = {name: value for name, value in given.items() if not name.endswith("_ms")}
        return Thresholds(duplicate_queries=self.duplicate_queries, **values, **counts)


ENTRIES = (
    "repeats", "instances", "list_values", "transaction_ms", "http_requests", "cache_keys",
    "blocked_ms", "response_bytes",
)  # fmt: skip
"""The names that THRESHOLDS may hold; what each means is said in model/thresholds.py."""

_TYPES: dict[str, tuple[tuple[type, ...], str]] = {
    "enabled": ((bool, type(None)), "True, False or None"),
    "access": ((str, type(None)), "a dotted path or None"),
    "store": ((str,), "a URL as text"),
    "url_prefix": ((str,), "text such as '/__cycleprof__/'"),
    "panel": ((bool,), "True or False"),
    "editor": (
        (str, type(None)),
        f"one of {', '.join(EDITORS)}, or a URL pattern with {{file}} and {{line}}",
    ),
    "path_map": ((dict,), "a dict of folders here to folders where the editor runs"),
    "key": ((str, type(None)), "a key with Ctrl, Alt or Meta such as 'Alt+Shift+P', or None"),
    "python": ((bool,), "True or False"),
    "exclude": ((list, tuple), "a list of path prefixes"),
    "ignore": ((list, tuple), "a list of dicts with some of code, model, route, until, reason"),
    "panels": ((list, tuple), "a list of dotted paths"),
    "sample": ((int, float), "a number from 0.0 to 1.0"),
    "thresholds": ((dict,), f"a dict of whole numbers above zero for some of {', '.join(ENTRIES)}"),
}
_COUNT = ((int,), "a whole number above zero")
# It goes into headers and pages as it is: nothing that means something there, and no way up.
_PREFIX = regex(r"/(?:(?!\.{1,2}/)[A-Za-z0-9_.~-]+/)+")


class Problem(NamedTuple):
    """One thing that is wrong with the setting, and what to do about it."""

    key: str
    message: str
    hint: str


def parse(raw: Any) -> tuple[Config, tuple[Problem, ...]]:
    """The Config that a settings value means. What is wrong in it keeps its default."""
    if not isinstance(raw, Mapping):
        hint = 'Write it as CYCLEPROF = {"KEY": value}.'
        return Config(), (Problem("", f"CYCLEPROF is {_a(raw)}, not a dict.", hint),)
    values: dict[str, Any] = {}
    problems = []
    for key, value in raw.items():
        problem = _problem(key, value)
        if problem is None:
            values[key.lower()] = tuple(value) if isinstance(value, list) else value
        else:
            problems.append(problem)
    return Config(**values), tuple(problems)


def _problem(key: Any, value: Any) -> Problem | None:
    known = [name.upper() for name in Config._fields]
    if key not in known:
        near = difflib.get_close_matches(str(key).upper(), known, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(known)}."
        return Problem(str(key), f"CYCLEPROF has no key {key!r}.", hint)
    if key == "IGNORE" and isinstance(value, list | tuple):
        return _pattern_problem(value)
    if key == "THRESHOLDS" and isinstance(value, Mapping):
        return _entry_problem(value)
    types, wanted = _TYPES.get(key.lower(), _COUNT)
    right = isinstance(value, types) and not (isinstance(value, bool) and bool not in types)
    if right and _in_range(key, value):
        return None
    return Problem(key, f"CYCLEPROF[{key!r}] is {value!r}, {_a(value)}.", f"It takes {wanted}.")


def _in_range(key: str, value: Any) -> bool:
    if key == "SAMPLE":
        return bool(0 <= value <= 1)
    if key == "URL_PREFIX":
        return _PREFIX().fullmatch(value) is not None
    if key in {"EXCLUDE", "PANELS"}:
        return all(isinstance(item, str) and item for item in value)
    if key in {"EDITOR", "KEY"} and value is not None:
        return is_editor(value) if key == "EDITOR" else is_shortcut(value)
    if key == "PATH_MAP":
        return all(isinstance(one, str) and one for pair in value.items() for one in pair)
    return not isinstance(value, int) or isinstance(value, bool) or value > 0


def _pattern_problem(items: Sequence[Any]) -> Problem | None:
    with LOADING:
        from cycleprof.analysis.silencing import parse_pattern  # noqa: PLC0415 - only where one is set

    wrong = []
    for number, item in enumerate(items):
        try:
            parse_pattern(item)
        except (TypeError, ValueError) as error:
            wrong.append(f"entry {number}: {error}")
    hint = f"It takes {_TYPES['ignore'][1]}."
    return Problem("IGNORE", f"CYCLEPROF['IGNORE']: {'; '.join(wrong)}.", hint) if wrong else None


def _entry_problem(items: Mapping[Any, Any]) -> Problem | None:
    for name, value in items.items():
        if name not in ENTRIES:
            near = difflib.get_close_matches(str(name).lower(), ENTRIES, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known names: {', '.join(ENTRIES)}."
            return Problem("THRESHOLDS", f"CYCLEPROF['THRESHOLDS'] has no entry {name!r}.", hint)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            what = f"CYCLEPROF['THRESHOLDS'][{name!r}] is {value!r}, {_a(value)}."
            return Problem("THRESHOLDS", what, f"It takes {_COUNT[1]}.")
    return None


def _a(value: Any) -> str:
    return f"of type {type(value).__name__}"


@lru_cache(maxsize=8)
def _limits(spans: int, document: int) -> Limits:
    """Asked for by every request."""
    from cycleprof.model import Limits  # noqa: PLC0415 - nothing is recorded until then

    return Limits(spans=spans, document=document)


@lru_cache(maxsize=1)
def get_config() -> Config:
    """The Config in force."""
    return parse(getattr(settings, "CYCLEPROF", {}))[0]


def is_enabled() -> bool:
    """Whether the tool is on: CYCLEPROF["ENABLED"] if set, else DEBUG."""
    enabled = get_config().enabled
    return bool(settings.DEBUG) if enabled is None else enabled


def base_dir() -> Path:
    """The project's folder: BASE_DIR, else the working directory."""
    return Path(getattr(settings, "BASE_DIR", None) or Path.cwd()).resolve()


def _reset(*, setting: str, **_: Any) -> None:
    if setting == "CYCLEPROF":
        get_config.cache_clear()


setting_changed.connect(_reset, dispatch_uid="cycleprof.conf")
