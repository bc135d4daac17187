from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.once

HERE = Path(__file__).parent / "recipes"
README = Path(__file__).resolve().parents[2] / "README.md"
LIST = "def test_list(client, books): client.get('/books/')"
JOINED = 'found = Book.objects.select_related("author")'


def github_steps() -> list[str]:
    """The shell of each step, in order."""
    text = (HERE / "github.yml").read_text()
    steps = re.findall(r"^ {8}run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)", text, re.MULTILINE)
    return [textwrap.dedent(block) or line for block, line in steps]


def gitlab_script() -> str:
    text = (HERE / "gitlab.yml").read_text()
    script = text.partition("  script:\n")[2].partition("  artifacts:")[0]
    return "\n".join(line.strip().removeprefix("- ") for line in script.splitlines())


class Checkout:
    """A clone on a branch for a pull request against main, and the variables of a CI job."""

    def __init__(self, project, tmp_path: Path) -> None:
        self.path = tmp_path / "clone"
        self.summary = tmp_path / "summary.md"
        self._project = project
        project.edit("shop/views.py", "found = Book.objects.all()", JOINED)
        project.tests(LIST)
        (project.path / "requirements.txt").write_text("")
        self._git(project.path, "init", "-q", "-b", "main")
        self.commit("base", project.path)
        self._git(tmp_path, "clone", "-q", str(project.path), str(self.path))
        self._git(self.path, "checkout", "-q", "-b", "topic")
        bin_folder = tmp_path / "bin"
        bin_folder.mkdir()
        for name, module in (("pytest", "pytest"), ("cycleprof", "cycleprof"), ("pip", "sys")):
            script = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m {module} "$@"\n'
            (bin_folder / name).write_text(script if name != "pip" else "#!/bin/sh\n")
            (bin_folder / name).chmod(0o755)
        self.variables = {
            **os.environ,
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(tmp_path / "runner"),
            "GITHUB_BASE_REF": "main",
            "GITHUB_WORKSPACE": str(self.path),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "CI_PROJECT_DIR": str(self.path),
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        }
        (tmp_path / "runner").mkdir()

    @staticmethod
    def _git(folder: Path, *arguments: str) -> None:
        names = ("-c", "user.name=a", "-c", "user.email=a@localhost")
        subprocess.run(["git", *names, *arguments], cwd=folder, check=True)

    def commit(self, message: str, folder: Path | None = None) -> None:
        self._git(folder or self.path, "add", "--all")
        self._git(folder or self.path, "commit", "-q", "-m", message)

    def bring_back_the_n_plus_1(self) -> None:
        views = self.path / "shop" / "views.py"
        views.write_text(views.read_text().replace(JOINED, "found = Book.objects.all()"))
        self.commit("slower")

    def shell(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=self.path, env=self.variables, capture_output=True, text=True, check=False,
        )  # fmt: skip


@pytest.fixture
def checkout(project, tmp_path_factory):
    return Checkout(project, tmp_path_factory.mktemp("ci"))


def test_github_s_steps_pass_for_a_change_that_costs_nothing(checkout):
    assert [checkout.shell(step).returncode for step in github_steps()] == [0, 0, 0, 0]
    assert "nothing is worse" in checkout.summary.read_text()


def test_github_s_last_step_fails_and_annotates_an_n_plus_1(checkout):
    checkout.bring_back_the_n_plus_1()
    results = [checkout.shell(step) for step in github_steps()]
    assert [one.returncode for one in results] == [0, 0, 0, 1]
    assert re.search(r"^::notice file=shop/views.py,line=\d+,title=CP001", results[-1].stdout)
    assert "SELECT shop_author: never before" in checkout.summary.read_text()


def test_gitlab_s_script_fails_and_reports_an_n_plus_1(checkout):
    checkout.bring_back_the_n_plus_1()
    assert checkout.shell(gitlab_script()).returncode == 1
    [issue] = json.loads((checkout.path / "code-quality.json").read_text())
    assert issue["location"]["path"] == "shop/views.py"
    assert ET.parse(checkout.path / "cycleprof.xml").getroot()[0].get("failures") == "1"


def test_the_readme_shows_the_recipes_that_run_here():
    blocks = re.findall(r"```ya?ml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    shown = {block for block in blocks if "cycleprof compare" in block}
    assert shown <= {path.read_text() for path in HERE.glob("*.yml")}
