from __future__ import annotations

import subprocess
import sys

import pytest

from tests.harness.processes import APART, DEMO_TESTS, ROOT

pytestmark = pytest.mark.once


def collect(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("others", [__file__, APART[1]])
def test_one_run_cannot_have_two_that_need_their_own_process(others):
    run = collect(DEMO_TESTS, others)

    assert run.returncode == pytest.ExitCode.USAGE_ERROR
    assert "run pytest once for each" in run.stderr


@pytest.mark.parametrize("folder", APART, ids=lambda folder: folder.name)
def test_a_folder_that_is_named_is_collected(folder):
    run = collect(folder)

    assert run.returncode == pytest.ExitCode.OK, run.stdout
    assert f"tests/{folder.name}/test_" in run.stdout


def test_this_run_has_the_settings_of_the_package_s_tests(settings):
    assert settings.SETTINGS_MODULE == "tests.settings"


def test_this_run_has_none_of_theirs(request):
    folders = {parent for item in request.session.items for parent in item.path.parents}

    assert not folders & set(APART)
