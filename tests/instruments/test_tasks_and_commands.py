"""Background tasks and management commands: within a cycle, and as cycles of their own."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cycleprof import profile
from cycleprof.blocks import surroundings
from cycleprof.model import Stage
from tests.instruments import jobs
from tests.profiles import one, outline


@pytest.fixture
def delivered(monkeypatch):
    """The recordings that were handed over, in order."""
    recordings = []
    monkeypatch.setattr(surroundings, "deliver", recordings.append)
    return recordings


class _Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--fail", action="store_true")

    def handle(self, *args, **options):
        if options["fail"]:
            raise CommandError("no such garden")


def test_a_command_from_the_command_line_is_a_cycle_of_its_own(delivered):
    _Command().run_from_argv(["manage.py", "dig"])
    recorded = delivered[-1].profile
    assert (recorded.kind, recorded.name) == ("command", "manage.py test_tasks_and_commands")
    assert recorded.spans[0].stage is Stage.TASK
    assert recorded.spans[0].origin.function == "_Command.handle"


def test_a_command_that_fails_keeps_its_exception_and_its_exit(capsys, delivered):
    with pytest.raises(SystemExit):
        _Command().run_from_argv(["manage.py", "dig", "--fail"])
    recorded = delivered[-1].profile
    assert recorded.exception.type == "django.core.management.base.CommandError"
    assert recorded.spans[0].status == "error"
    assert "no such garden" in capsys.readouterr().err


def test_a_command_called_within_a_cycle_is_a_span_of_it():
    with profile("work") as session:
        call_command(_Command())
    assert outline(session.profile, Stage.TASK) == ["task manage.py test_tasks_and_commands"]


def test_a_command_called_where_nobody_records_leaves_no_profile(delivered):
    call_command(_Command())
    assert delivered == []


@pytest.fixture
def _immediate(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}


@pytest.mark.only(django=">=6.0")
@pytest.mark.usefixtures("_immediate")
def test_a_task_that_runs_at_once_is_enqueued_and_run_under_one_id():
    with profile("work") as session:
        result = jobs.water.enqueue("roses")
    enqueued = one(session.profile, "enqueue tests.instruments.jobs.water")
    run = one(session.profile, "run tests.instruments.jobs.water")
    assert enqueued.attributes["cycleprof.task.id"] == result.id
    assert run.attributes["cycleprof.task.id"] == result.id
    assert enqueued.attributes["cycleprof.task.queue"] == "default"
    assert run.start_ns >= enqueued.start_ns
    assert run.end_ns <= enqueued.end_ns


@pytest.mark.only(django=">=6.0")
@pytest.mark.usefixtures("_immediate")
async def test_a_task_enqueued_in_an_event_loop():
    async with profile("work") as session:
        await jobs.water.aenqueue("roses")
    assert outline(session.profile, Stage.TASK) == [
        "task enqueue tests.instruments.jobs.water",
        "  task run tests.instruments.jobs.water",
    ]


@pytest.mark.only(django=">=6.0")
@pytest.mark.usefixtures("_immediate")
def test_a_task_in_a_worker_is_a_cycle_of_its_own_with_the_same_id(delivered):
    result = jobs.water.enqueue("roses")
    recorded = delivered[-1].profile
    assert recorded.kind == "task"
    assert recorded.spans[0].name == "run tests.instruments.jobs.water"
    assert recorded.spans[0].attributes["cycleprof.task.id"] == result.id
