"""The README's recipes for the command line run as they are written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import cycleprof
from cycleprof import serialize
from cycleprof.gate.digest import digest
from cycleprof.gate.warm_up import WarmUp
from cycleprof.gate.writer import RunWriter
from tests.gate.factories import a_test, environment
from tests.stores.profiles import entry, make_profile

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
NEEDS_A_PROJECT = {"run", "demo", "tail", "explain", "doctor"}
"""Those are tried on projects, in test_run.py, test_doctor.py and test_demo.py."""

QUERY = "SELECT * FROM blog_author WHERE id = 7"


def recipes():
    """Every line of a console that calls the command, without its remark."""
    lines = re.findall(r"^\$ cycleprof (.+?)(?:\s{2,}# .*)?$", README, re.MULTILINE)
    lines += re.findall(r"`cycleprof ((?:merge|check|compare) [^`\[]*json[^`\[]*)`", README)
    return [one for one in dict.fromkeys(lines) if one.split()[0] not in NEEDS_A_PROJECT]


def run_document(path, queries):
    report = cycleprof.analyse(make_profile("/books/", queries=(QUERY,) * queries))
    cycle = digest(report, phase="call", nested=False, warm_up=WarmUp())
    cycle["profile"] = serialize.profile_document(report.profile)
    findings = [serialize.finding_document(one) for one in report.findings]
    writer = RunWriter(path, environment())
    writer.add(a_test(path.stem, cycle, findings=findings))
    writer.close()


@pytest.fixture
def surroundings(tmp_path, store):
    """What the recipes speak of: profiles, and the runs of a base, a head and two shards."""
    known = make_profile("/posts/", status=200, queries=(QUERY,) * 5)
    store.save(
        [
            entry("/posts/", queries=(QUERY,) * 5),
            entry("/blog/", status=500, queries=(QUERY,) * 30, duration_ns=200_000_000),
            entry("/old/", id="01a1fb6f19bb" + "0" * 20, queries=known.spans and (QUERY,)),
            entry("/posts/", queries=(QUERY,) * 5),
        ]
    )
    for name, queries in {"run": 4, "base": 4, "head": 5, "shard-1": 4, "shard-2": 4}.items():
        run_document(tmp_path / f"{name}.json", queries)


def test_there_are_recipes_for_each_command_that_reads():
    commands = {one.split()[0] for one in recipes()}
    assert {"list", "show", "export", "compare", "prune", "merge"} <= commands


@pytest.mark.usefixtures("surroundings")
@pytest.mark.parametrize("recipe", recipes())
def test_a_recipe_runs_as_written(cli, tmp_path, recipe):
    words = []
    for word in shlex.split(recipe):
        expanded = sorted(one.name for one in tmp_path.glob(word)) if "*" in word else []
        words += expanded or [word]
    result = cli(*words)
    worse = 1 if words[0] in {"compare", "check"} else 0
    assert result.status in {0, worse}, result.err
    if "-o" in words:
        assert (tmp_path / words[words.index("-o") + 1]).stat().st_size
    elif words[0] != "export" or words[1] != "github":
        assert result.out
