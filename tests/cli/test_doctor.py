from __future__ import annotations

import json

import pytest

from tests.cli.test_run import cycleprof


@pytest.fixture
def settings_file(project):
    """Add lines to the project's settings."""

    def add(text):
        with (project / "mysite" / "settings.py").open("a") as file:
            file.write(f"\n{text}\n")

    return add


def problems(project, *argv):
    result = cycleprof(project, "doctor", "--json", *argv)
    steps = json.loads(result.stdout)
    found = [one["text"] for one in steps if one["verdict"] == "problem"]
    assert result.returncode == bool(found)
    return found


def test_a_project_that_does_not_list_it(project):
    assert problems(project) == ["cycleprof is not in INSTALLED_APPS"]
    assert "INSTALLED_APPS +=" in cycleprof(project, "doctor").stdout


def test_a_project_in_which_all_is_well(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]')
    assert problems(project) == []
    assert "the panel's script tag is in the page" in cycleprof(project, "doctor").stdout


def test_debug_is_off(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]\nDEBUG = False\nALLOWED_HOSTS = ["localhost"]')
    assert problems(project) == ["it is off: DEBUG is off"]


def test_nobody_may_see(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]\nDEBUG = False\nALLOWED_HOSTS = ["a.test"]')
    settings_file('CYCLEPROF = {"ENABLED": True}')
    assert any("access" in one for one in problems(project))


def test_a_wrong_setting(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]\nCYCLEPROF = {"STOER": 1}')
    assert any("STOER" in one for one in problems(project))


def test_a_redirect_gets_no_panel(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]')
    result = cycleprof(project, "doctor", "--path", "/admin/")
    assert "it gets no panel: redirect" in result.stdout


def test_an_excluded_path(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]\nCYCLEPROF = {"EXCLUDE": ["/admin/"]}')
    assert problems(project, "--path", "/admin/login/") == ["it was not recorded: excluded-path"]


def test_as_a_management_command(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]')
    result = cycleprof(project, "run", "manage.py", "cycleprof", "doctor", "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)[0]["verdict"] == "ok"


MIDDLEWARE = """
from django.utils.deprecation import MiddlewareMixin
class Policy(MiddlewareMixin):
    def process_response(self, request, response):
        response.headers["Content-Security-Policy"] = {policy!r}
        return response
"""


@pytest.fixture
def with_policy(project, settings_file):
    """Give every page this Content-Security-Policy."""

    def add(policy):
        (project / "mysite" / "policy.py").write_text(MIDDLEWARE.format(policy=policy))
        settings_file('INSTALLED_APPS += ["cycleprof"]\nMIDDLEWARE += ["mysite.policy.Policy"]')

    return add


def test_a_policy_that_blocks_the_script(project, with_policy):
    with_policy("script-src https://elsewhere.test")
    text = cycleprof(project, "doctor").stdout
    assert "it gets no panel: blocked-by-csp" in text
    assert "Allow 'self', or a nonce" in text


def test_a_policy_that_keeps_the_panel_from_its_data(project, with_policy):
    with_policy("script-src 'self'; connect-src https://elsewhere.test")
    (problem,) = problems(project)
    assert "connect-src https://elsewhere.test" in problem


def test_a_policy_that_allows_both(project, with_policy):
    with_policy("default-src 'self'")
    assert problems(project) == []


def test_a_pattern_that_silences_nothing_any_more(project, settings_file):
    settings_file('INSTALLED_APPS += ["cycleprof"]')
    settings_file('CYCLEPROF = {"IGNORE": [{"code": "CP001", "model": "gone.Model"}]}')
    cycleprof(project, "doctor")  # its request is the first profile
    result = cycleprof(project, "doctor")
    assert "silenced nothing in the newest" in result.stdout
    assert "gone.Model" in result.stdout
