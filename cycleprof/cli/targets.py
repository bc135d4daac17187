"""What people name profiles by: an id, the beginning of one, ``last``, a query, or a file."""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path

from cycleprof import serialize
from cycleprof.cli.errors import CommandError
from cycleprof.cli.project import find, find_store, judge
from cycleprof.cli.run_store import RunStore
from cycleprof.cli.runs import is_run
from cycleprof.model import Profile, Report
from cycleprof.serialize import DocumentError
from cycleprof.stores import Query, QueryError, Slice, Store, parse_query, with_growth

_ID = re.compile(r"[0-9a-f]{6,32}")
_WHOLE = 32
_SHORT = re.compile(r"[0-9a-f]{1,5}")


def read_query(text: str) -> Query:
    """The conditions of a query.

    Raises:
        CommandError: it cannot be understood.
    """
    try:
        return parse_query(text)
    except QueryError as error:
        raise CommandError(str(error), error.hint) from error


def take_run(words: list[str], arguments: Namespace) -> list[str]:
    """The words without a test run's file, which is then where the profiles are.

    Raises:
        CommandError: there are two.
    """
    runs = [word for word in words if is_run(word)]
    if len(runs) > 1:
        message = f"{' and '.join(runs)}: one test run at a time"
        raise CommandError(message, "Make one of them: cycleprof merge A B -o BOTH")
    if runs:
        arguments.store = runs[0]
    return [word for word in words if word not in runs]


def find_report(target: str, arguments: Namespace) -> Report:
    """The report of the one profile that is meant; of a query the newest match.

    Raises:
        CommandError: there is none.
    """
    report = find_reports(target, arguments, limit=1)[0]
    if looks_like_file(target):
        return report
    return with_growth(report, find_store(arguments, whole=True), judge)


def find_reports(target: str, arguments: Namespace, limit: int) -> list[Report]:
    """The reports of all that is meant, newest first; of a query at most ``limit``.

    Raises:
        CommandError: there is none, or a file is no profile.
    """
    if looks_like_file(target):
        return [judge(_load(target))]
    store = find_store(arguments, whole=True)
    ids = (
        [target] if len(target) == _WHOLE and _ID.fullmatch(target) else _ids(store, target, limit)
    )
    found = [profile for one in ids if (profile := store.get(one)) is not None]
    if not found:
        hint = "See what there is: cycleprof list"
        if _SHORT.fullmatch(target):
            hint = f"The beginning of an id needs at least 6 digits. {hint}"
        if isinstance(store, RunStore):
            hint = "Of large ones a run keeps only counts; raise profile_bytes in pyproject.toml."
        raise CommandError(f"there is no profile {target!r}", hint)
    return [judge(profile) for profile in found]


def looks_like_file(target: str) -> bool:
    """Whether a path is meant."""
    return target.endswith(".json") or Path(target).is_file()


def _ids(store: Store, target: str, limit: int) -> list[str]:
    if target == "last" or (not target and limit == 1):
        return [one.id for one in store.find((), limit=1)]
    if _ID.fullmatch(target):
        query = read_query(f"id:{target}")
        begun = [one.id for one in store.find(query, limit=100) if one.id.startswith(target)]
        if len(begun) > 1:
            raise CommandError(f"{len(begun)} ids begin with {target}", "Give more of it.")
        if begun:
            return begun
    return [one.id for one in find(store, read_query(target), Slice(limit)).summaries]


def _load(path: str) -> Profile:
    try:
        return serialize.load(path)
    except (DocumentError, OSError) as error:
        hint = "Give a file that `cycleprof export` or cycleprof.dump() wrote."
        raise CommandError(f"{path}: {error}", hint) from error
