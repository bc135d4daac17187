"""What one process shares: its store and the writer before it, as the settings say."""

from __future__ import annotations

import logging
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import django
from django.core.signals import setting_changed

from cycleprof import __version__
from cycleprof.conf import base_dir, get_config
from cycleprof.freeze import Paths, Recording
from cycleprof.lazy import LOADING

if TYPE_CHECKING:
    from cycleprof.analysis.silencing import Silence
    from cycleprof.model import Profile, Report
    from cycleprof.stores import Found, Query, Retention, Slice, Writer

logger = logging.getLogger("cycleprof")

PATIENCE_SECONDS = 0.5
"""For how long somebody who wants a list may have to wait for its findings."""

VERSIONS: dict[str, str] = {
    "cycleprof": __version__,
    "django": django.get_version(),
    "python": ".".join(map(str, sys.version_info[:3])),
}
"""What a profile says of its surroundings; instruments that are off add a note here."""


class Runtime(NamedTuple):
    """The writer, and the paths that make origins relative."""

    writer: Writer
    paths: Paths


@lru_cache(maxsize=1)
def get_runtime() -> Runtime:
    """This process's runtime."""
    with LOADING:
        from cycleprof.stores import Writer, open_store  # noqa: PLC0415 - nothing is recorded until then

    config = get_config()
    try:
        store = open_store(config.store, base_dir())
    except Exception as error:  # noqa: BLE001 - a wrong setting, a package that is missing: never the application's trouble
        logger.error("cycleprof keeps profiles in memory only: %s", error)  # noqa: TRY400 - the reason is all
        store = open_store("memory://", base_dir())
    writer = Writer(store, retention=retention())
    return Runtime(writer, Paths(base_dir()))


def retention() -> Retention:
    """How much the store keeps by the settings in force."""
    with LOADING:
        from cycleprof.stores import Retention  # noqa: PLC0415 - nothing is kept until then

    config = get_config()
    return Retention(
        profiles=config.max_profiles,
        seconds=config.max_age,
        size=config.max_bytes,
        per_route=config.max_per_route,
    )


def judge(profile: Profile) -> Report:
    """The report of a profile by the thresholds and patterns of the settings in force."""
    with LOADING:
        from cycleprof.analysis import analyse  # noqa: PLC0415 - nothing is judged until then

    return analyse(profile, get_config().judged_by, silence())


def find(query: Query, part: Slice, *, patience: float = PATIENCE_SECONDS) -> Found:
    """What the store has, judged by the settings in force for at most so many seconds."""
    with LOADING:
        from cycleprof.stores import keep_to, look_up  # noqa: PLC0415 - likewise

    store = keep_to(get_runtime().writer.store, rules())
    return look_up(store, query, judge, part, patience=patience)


def rules() -> str:
    """The name of the rules by which :func:`judge` judges."""
    with LOADING:
        from cycleprof.analysis.rules import name_of_rules  # noqa: PLC0415 - likewise

    return name_of_rules(__version__, get_config().judged_by, silence())


def silencers(profile: Profile) -> dict[str, bool]:
    """Comments, blocks and patterns that could have silenced something, and whether they did."""
    with LOADING:
        from cycleprof.analysis import silencers  # noqa: PLC0415 - likewise
        from cycleprof.analysis.silencing import MARK  # noqa: PLC0415 - likewise

    hushed = silence()
    if not hushed.patterns and not any(MARK in span.attributes for span in profile.spans):
        return {}
    sifted = silencers(profile, get_config().judged_by, hushed)
    return {name: name in sifted.used for name in sorted(sifted.met)}


def silence() -> Silence:
    """What the settings in force say is not to be told."""
    with LOADING:
        from cycleprof.analysis.silencing import Silence, parse_pattern  # noqa: PLC0415 - likewise

    return Silence(patterns=tuple(parse_pattern(raw) for raw in get_config().ignore))


def submit(recording: Recording) -> None:
    """Hand a finished recording to the writer of the settings in force. Never raises."""
    try:
        get_runtime().writer.submit(recording)
    except Exception:
        logger.exception("cycleprof could not keep the profile %s", recording.id)


def forget() -> None:
    """Save what is pending and let the store go; the next use makes a new one."""
    if get_runtime.cache_info().currsize:
        runtime = get_runtime()
        get_runtime.cache_clear()
        runtime.writer.close()


def _reset(*, setting: str, **_: object) -> None:
    if setting in {"CYCLEPROF", "BASE_DIR"}:
        forget()


setting_changed.connect(_reset, dispatch_uid="cycleprof.runtime")
