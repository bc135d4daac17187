"""The pytest plugin: hooks and fixtures, each of which hands on to :mod:`cycleprof.testing`.

Importing it imports no Django, and without its option or fixture it does nothing.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from cycleprof.gate.switches import PATHS, SWITCHES, dest

if TYPE_CHECKING:
    from cycleprof.testing.guard import Guard

GUARD = pytest.StashKey["Guard"]()
MARKER = (
    "cycle_budget(**limits): the most that the cycles of this test may cost together, such as "
    "queries=6 or findings='none'; judged under --cycleprof"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("cycleprof", "cycleprof: what the tests' requests cost")
    for name, value, text in SWITCHES:
        group.addoption(name, dest=dest(name), action="store_const", const=value, help=text)
    for name, text in PATHS:
        group.addoption(name, metavar="PATH", help=text)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    option = config.option
    asked = (option.cycleprof, option.cycleprof_json, option.cycleprof_update)
    if not any((*asked, option.cycleprof_compare)):
        return
    guard = _guard(config)
    if not hasattr(config, "workerinput"):  # a worker of xdist sends what it has to here
        from cycleprof.testing.collector import Collector  # noqa: PLC0415 - only if it is used

        config.pluginmanager.register(Collector(config, guard.options), "cycleprof-collector")


def _guard(config: pytest.Config) -> Guard:
    """The run's guard, made when it is first wanted."""
    if GUARD not in config.stash:
        from cycleprof.testing.guard import Guard  # noqa: PLC0415 - only if it is used
        from cycleprof.testing.options import OptionError, make_options  # noqa: PLC0415 - likewise

        option = config.option
        try:
            options = make_options(
                config.rootpath,
                mode=option.cycleprof,
                json=option.cycleprof_json,
                update=option.cycleprof_update,
                compare=option.cycleprof_compare,
            )
        except OptionError as error:
            raise pytest.UsageError(f"cycleprof: {error}") from error
        config.stash[GUARD] = Guard(options)
    return config.stash[GUARD]


def pytest_collection_finish(session: pytest.Session) -> None:
    guard = session.config.stash.get(GUARD, None)
    if guard is None and any(
        "cycleprof" in getattr(item, "fixturenames", ()) for item in session.items
    ):
        guard = _guard(session.config)
    if guard is not None:
        guard.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    guard = config.stash.get(GUARD, None)
    if guard is not None:
        guard.stop()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    guard = item.config.stash.get(GUARD, None)
    if guard is not None:
        guard.begin(item)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    guard = item.config.stash.get(GUARD, None)
    if guard is None:
        return (yield)
    with guard.calling():
        result = yield
    guard.judge(item)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    report: pytest.TestReport = yield
    guard = item.config.stash.get(GUARD, None)
    if guard is not None:
        guard.note(report)
    return report


@pytest.fixture(name="cycleprof")
def cycleprof_fixture(request: pytest.FixtureRequest) -> Any:
    """What this test's requests cost: ``.profiles`` so far, and ``with .budget(queries=6):``."""
    from cycleprof.testing.fixture import CycleprofFixture  # noqa: PLC0415 - only if it is used

    return CycleprofFixture(_guard(request.config))
