from __future__ import annotations

import pytest

from cycleprof.gate.run import Run
from tests.plugin.project import make_project

OPTIONS = ("-p", "no:cacheprovider", "-p", "no:randomly")


class Project:
    """A project of its own, whose suite runs in a process of its own."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.path = pytester.path
        make_project(pytester)

    def tests(self, source: str, name: str = "test_shop") -> None:
        self.pytester.makepyfile(**{name: source})

    def configure(self, text: str) -> None:
        """Add to pyproject.toml."""
        path = self.path / "pyproject.toml"
        path.write_text(f"{path.read_text()}\n{text}\n")

    def edit(self, file: str, old: str, new: str) -> None:
        text = (self.path / file).read_text()
        assert old in text
        (self.path / file).write_text(text.replace(old, new))

    def run(self, *options: str) -> pytest.RunResult:
        return self.pytester.runpytest_subprocess(*OPTIONS, *options)

    def record(self, *options: str) -> dict[str, dict]:
        """Run under --cycleprof; what the artefact says of each test, by its name."""
        result = self.run("--cycleprof", "--cycleprof-json=run.json", *options)
        assert result.ret == 0, result.stdout.str()
        return self.recorded()

    def recorded(self) -> dict[str, dict]:
        run = Run(self.path / "run.json")
        return {test["nodeid"].rpartition("::")[2]: test for test in run}


@pytest.fixture
def project(pytester, monkeypatch):
    for name in (
        "DJANGO_SETTINGS_MODULE",
        "CYCLEPROF_JUNIT",
        "CYCLEPROF_NO_SKIP",
        "CYCLEPROF_SECOND_TRIES",
    ):
        monkeypatch.delenv(name, raising=False)
    return Project(pytester)
