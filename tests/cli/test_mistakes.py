"""Wrong usage ends with status 2 and says what to do; our own failures with 4."""

from __future__ import annotations

import pytest

from cycleprof.cli import main as module


@pytest.mark.parametrize(
    ("argv", "part"),
    [
        (["show", "f" * 32], "no profile"),
        (["show", "path:nowhere"], "no profile"),
        (["show", "missing.json"], "No such file"),
        (["list", "stauts:500"], "Did you mean status:"),
        (["export", "pdf"], "speedscope"),
        (["export", "json", "last", "-o", "/no/such/folder/x"], "cannot be written"),
        (["compare", "last", "e" * 32], "no profile"),
        (["explain", "e" * 32], "no profile"),
        (["check", "missing.json"], "No such file"),
        (["merge", "missing.json", "-o", "out.json"], "No such file"),
        (["run"], "cycleprof run manage.py runserver"),
        (["run", "no-such-program-here"], "no program"),
        (["list", "--limit", "0"], "at least 1"),
        (["list", "--limit", "-3"], "at least 1"),
        (["list", "--limit", "many"], "at least 1"),
        (["list", "--store", "mysql://x"], "known kinds"),
        (["list", "--store", "memory://"], "memory of the server"),
        (["prune", "--keep", "-1"], "below zero"),
        (["prune", "stauts:404"], "(at character 1)"),
        (["schema", "nothing"], "invalid choice"),
        (["nothing"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_usage(cli, saved, argv, part):
    saved()
    result = cli(*argv)
    assert result.status == 2
    assert part in result.err
    assert "Traceback" not in result.err


def test_the_beginning_of_an_id_may_be_too_short(cli, saved):
    result = cli("show", saved()[:4])
    assert (result.status, "at least 6 digits" in result.err) == (2, True)


def test_a_file_that_is_no_profile(cli, tmp_path):
    (tmp_path / "x.json").write_text('{"schema": "other/1"}')
    result = cli("show", tmp_path / "x.json")
    assert (result.status, "expected a document" in result.err) == (2, True)


def test_a_folder_without_project_and_store(cli):
    result = cli("list")
    assert result.status == 2
    assert "no Django project here" in result.err


def test_a_damaged_store_is_not_the_users_mistake(cli, tmp_path):
    (tmp_path / "x.db").write_bytes(b"damaged")
    result = cli("list", "--store", "sqlite:///x.db")
    assert result.status == 4
    assert "is damaged" in result.err


def test_a_failure_of_ours_has_a_status_of_its_own(cli, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(module, "_run", fail)
    result = cli("list")
    assert result.status == 4
    assert "cycleprof failed: ZeroDivisionError: oops" in result.err


@pytest.mark.parametrize("name", [one.name for one in module.COMMANDS])
def test_every_command_has_help_with_an_example(cli, name):
    result = cli(name, "--help")
    assert result.status == 0
    assert f"examples:\n  cycleprof {name}" in result.out


def test_what_was_recorded_cannot_steer_the_terminal(cli, saved):
    saved("/\x1b[2J\x07/")
    for argv in (("list",), ("show", "last")):
        assert "\x1b" not in cli(*argv).out
