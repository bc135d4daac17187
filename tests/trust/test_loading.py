"""Parts of the tool are imported at their first use, and two threads may be the first."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cycleprof

HOME = Path(cycleprof.__file__).parent
# Where one thread begins and no other does, or what never imports a package's modules with it.
ALONE = {"apps.py", "checks.py", "cli", "gate", "management", "pytest_plugin.py", "testing"}
LIGHT = {"cycleprof.lazy", "cycleprof.model", "cycleprof.recorder"}
# One thread shows a profile, and is held up inside the package that the other, which keeps one,
# then enters from its other side.
PROGRAM = """
import sys, threading
import django
from django.conf import settings

settings.configure(
    DEBUG=True, SECRET_KEY="x", ALLOWED_HOSTS=["*"], INSTALLED_APPS=["cycleprof"],
    ROOT_URLCONF=__name__, MIDDLEWARE=[], CYCLEPROF={"STORE": "memory://"},
)
urlpatterns = []
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

inside, kept = threading.Event(), threading.Event()
handler = WSGIHandler()

def hold_up(event, arguments):
    if event == "import" and arguments[0] == "cycleprof.analysis.case" and not inside.is_set():
        if threading.current_thread().name == "showing":
            inside.set()
            kept.wait(1)

def ask(path):
    answer = handler(RequestFactory().get(path).environ, lambda status, headers: print(status))
    answer.close()

def keep():
    inside.wait(20)
    ask("/")
    kept.set()

sys.addaudithook(hold_up)
threads = [threading.Thread(target=ask, args=("/__cycleprof__/",), name="showing"),
           threading.Thread(target=keep)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print("held up:", inside.is_set())
"""


@pytest.mark.once
def test_one_thread_keeps_a_profile_while_another_shows_the_first_page():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True
    )
    assert sorted(done.stdout.splitlines()) == ["200 OK", "200 OK", "held up: True"]
    assert "could not" not in done.stderr, done.stderr


@pytest.mark.once
def test_whatever_requests_import_late_they_import_one_at_a_time():
    files = [file for file in HOME.rglob("*.py") if file.relative_to(HOME).parts[0] not in ALONE]
    assert not {f"{file}:{line}" for file in files for line in _late_and_unguarded(file)}


def _late_and_unguarded(file: Path):
    tree = ast.parse(file.read_text())
    guarded = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.With) and "LOADING" in ast.unparse(node.items[0])
        for inner in ast.walk(node)
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                ours = isinstance(node, ast.ImportFrom) and str(node.module).startswith("cycleprof")
                if ours and node.module not in LIGHT and node not in guarded:
                    yield node.lineno
