"""Log records at their moment."""

from __future__ import annotations

import logging

import pytest

from cycleprof import profile
from cycleprof.instruments import logs
from cycleprof.model import Stage

logger = logging.getLogger("tests.garden")


class _Lazy:
    """Stands for a queryset: its text costs something."""

    def __init__(self):
        self.asked = 0

    def __str__(self):
        self.asked += 1
        return "lazy"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch):
    monkeypatch.setattr(logger, "handlers", [logging.NullHandler()])
    monkeypatch.setattr(logger, "propagate", False)
    logger.setLevel(logging.INFO)


def _logged(work):
    with profile("logs") as session:
        work()
    return session.profile.spans[1:]


def test_a_record_has_its_level_logger_line_and_text():
    (span,) = _logged(lambda: logger.warning("%d snails", 3))
    assert span.stage is Stage.SIGNAL
    assert span.name == "3 snails"
    assert span.attributes == {
        "cycleprof.event": "log",
        "cycleprof.log.level": "WARNING",
        "cycleprof.log.logger": "tests.garden",
    }
    assert span.origin.file == "tests/instruments/test_logs.py"


def test_a_record_below_the_level_is_none():
    assert _logged(lambda: logger.debug("nothing")) == ()


def test_a_logged_exception_names_its_type():
    def fail():
        try:
            int("four")
        except ValueError:
            logger.exception("caught")

    (span,) = _logged(fail)
    assert span.attributes["exception.type"] == "ValueError"


def test_an_argument_that_nobody_formats_stays_untouched():
    lazy = _Lazy()
    record = logger.makeRecord("a", logging.INFO, __file__, 1, "about %s", (lazy,), None)
    assert (logs._describe(record).name, lazy.asked) == ("about %s", 0)


def test_a_text_that_a_handler_made_is_shown_and_masked(monkeypatch):
    monkeypatch.setattr(logger, "handlers", [logging.StreamHandler()])
    lazy = _Lazy()
    (span,) = _logged(lambda: logger.info("%s password=hunter22", lazy))
    assert span.name == "lazy password=********"


def test_statements_are_not_said_twice():
    assert _logged(lambda: logging.getLogger("django.db.backends").error("SELECT 1")) == ()
