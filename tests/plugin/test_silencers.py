"""What silences findings in a run of tests, and what silences nothing any more."""

from __future__ import annotations

import pytest

from cycleprof.gate.check import check_run
from cycleprof.gate.run import Run

pytestmark = pytest.mark.once


def test_a_run_names_the_silencers_that_silenced_nothing(project, pytester):
    project.edit(
        "settings.py",
        "USE_TZ = True",
        "USE_TZ = True\nCYCLEPROF = "
        '{"IGNORE": [{"model": "shop.Book.author"}, {"model": "gone.Model"}]}',
    )
    project.tests('def test_books(client, books): client.get("/books/")')
    result = project.run("--cycleprof-json=run.json")
    idle = "silenced nothing in this run: \\* gone.Model \\*"
    assert "shop.Book.author" not in result.stdout.str()
    result.stdout.re_match_lines([idle])
    run = Run(pytester.path / "run.json")
    (test,) = run
    assert test["findings"] == []
    assert test["silencers"] == {"* gone.Model *": False, "* shop.Book.author *": True}
    verdict = check_run(run, pytester.path)
    assert verdict.passed
    assert "silenced nothing in this run: * gone.Model *" in verdict.text()
    assert "* gone.Model *" in verdict.markdown()
