"""cycleprof run attaches to a project that knows nothing of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from tests.cli.conftest import ENVIRONMENT


def cycleprof(project, *argv):
    command = [sys.executable, "-m", "cycleprof", *argv]
    return subprocess.run(command, cwd=project, env=ENVIRONMENT, capture_output=True, text=True,
                          timeout=90, check=False)  # fmt: skip


def recorded(project, query=""):
    result = cycleprof(project, "list", query, "--json")
    assert result.returncode == 0, result.stderr
    return [one["name"] for one in json.loads(result.stdout)["profiles"]]


def get(address):
    for _ in range(150):
        try:
            with urlopen(address, timeout=5) as answer:
                return answer.headers
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


def test_a_management_command(project):
    assert cycleprof(project, "run", "manage.py", "check").returncode == 0
    assert recorded(project) == ["manage.py check"]


def test_its_exit_status_and_arguments_are_the_programs(project):
    result = cycleprof(project, "run", "manage.py", "check", "--no-such-option")
    assert result.returncode == 2
    assert "--no-such-option" in result.stderr


def test_a_command_that_fails_is_recorded(project):
    assert cycleprof(project, "run", "manage.py", "loaddata", "nothing").returncode == 1
    assert recorded(project) == ["manage.py loaddata"]


def test_a_module(project):
    code = "from django.test import Client; import django; django.setup(); Client().get('/')"
    (project / "ask.py").write_text(code)
    result = cycleprof(project, "run", "--settings", "mysite.settings", "-m", "ask")
    assert result.returncode == 0, result.stderr
    assert recorded(project) == ["GET /"]


def test_a_program_without_django_is_left_alone(project):
    (project / "plain.py").write_text("import sys; print('django' in sys.modules)")
    assert cycleprof(project, "run", "plain.py").stdout == "False\n"


def test_a_sitecustomize_of_the_environment_still_runs(project):
    (project / "sitecustomize.py").write_text("print('mine')")
    (project / "plain.py").write_text("")
    command = [sys.executable, "-m", "cycleprof", "run", "plain.py"]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(project)}
    result = subprocess.run(command, cwd=project, env=environment, capture_output=True,
                            text=True, timeout=60, check=True)  # fmt: skip
    assert result.stdout.splitlines()[-1] == "mine"


def test_a_store_of_its_own(project, tmp_path):
    url = f"sqlite:///{tmp_path}/own.db"
    cycleprof(project, "run", "--store", url, "manage.py", "check")
    result = cycleprof(project, "list", "--store", url, "--json")
    assert [one["name"] for one in json.loads(result.stdout)["profiles"]] == ["manage.py check"]
    assert not (project / ".cycleprof").exists()


SERVERS = {
    "runserver": ["manage.py", "runserver", "127.0.0.1:{port}"],
    "gunicorn": ["-m", "gunicorn", "mysite.wsgi", "--workers", "2", "--bind", "127.0.0.1:{port}"],
    "uvicorn": ["-m", "uvicorn", "mysite.asgi:application", "--reload", "--port", "{port}"],
}


@pytest.mark.parametrize("name", SERVERS)
def test_a_server(project, name):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    words = [word.format(port=port) for word in SERVERS[name]]
    command = [sys.executable, "-m", "cycleprof", "run", *words]
    server = subprocess.Popen(command, cwd=project, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    try:
        headers = get(f"http://127.0.0.1:{port}/")
        assert "X-Cycleprof-Id" in headers
        if name == "runserver":  # as autoreload sees a change
            (project / "mysite" / "urls.py").write_text("urlpatterns = []\n")
            time.sleep(2.5)
            assert "X-Cycleprof-Id" in get(f"http://127.0.0.1:{port}/")
        for _ in range(50):
            if "GET /" in recorded(project):
                break
            time.sleep(0.2)
        assert "GET /" in recorded(project)
    finally:
        os.killpg(server.pid, 15)
        server.wait(30)
