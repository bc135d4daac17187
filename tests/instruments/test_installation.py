"""Installing once, twice, without a seam, and taking all of it out; in processes of their own."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

_SETUP = """
import gc, sys, types
import django
from django.conf import settings
settings.configure(
    DEBUG=True, ROOT_URLCONF="none", STATIC_URL="/static/",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes",
        "django.contrib.sessions", "django.contrib.messages", "cycleprof"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
)
"""


def _run(code):
    done = subprocess.run(
        [sys.executable, "-c", _SETUP + textwrap.dedent(code)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_everything_can_be_taken_out_again():
    lines = _run("""
        django.setup()
        from django.core.cache import cache
        import jinja2, httpx
        cache.set("a", 1)
        from cycleprof import instruments
        made = [entry for patches in instruments._installed.values() for entry in patches._made]
        instruments.uninstall_all()
        print(len(made) > 100)
        for owner, name, before, replacement in made:
            now = vars(owner).get(name, None)
            if now is replacement or hasattr(now, "__wrapped__") and "cycleprof" in now.__module__:
                print("left", owner, name)
        cache.set("a", 1)
    """)
    assert lines == ["True"]


def test_installing_twice_wraps_once():
    lines = _run("""
        django.setup()
        from django.template.base import Template
        from cycleprof.instruments import install_all
        before = Template.render
        print(install_all(), Template.render is before, hasattr(before.__wrapped__, "__wrapped__"))
    """)
    assert lines == ["{} True False"]


@pytest.mark.parametrize(
    ("instrument", "breaking"),
    [
        ("view_methods", "from django.views.generic import View; del View.setup"),
        ("resolver", "from django.urls import URLResolver as R; del R._reverse_with_prefix"),
        ("signals", "from django.dispatch import Signal; del Signal._live_receivers"),
        ("transactions", "from django.db.transaction import Atomic; del Atomic.__enter__"),
        ("csrf", "from django.middleware.csrf import CsrfViewMiddleware as C; del C._reject"),
        ("event_loop", "from asyncio import Handle; del Handle._run"),
    ],
)  # fmt: skip
def test_an_instrument_without_its_seam_is_off_and_says_so(instrument, breaking):
    lines = _run(f"""
        {breaking}
        django.setup()
        from cycleprof.runtime import VERSIONS
        off = {{key: note for key, note in VERSIONS.items() if note.startswith("off")}}
        print(sorted(off), *off.values())
    """)
    assert lines[0].startswith(f"['instrument.{instrument}'] off: ")


def test_what_was_pickled_by_its_name_still_is():
    """Queues and process pools send functions and classes by name, and get the very same back."""
    lines = _run("""
        django.setup()
        import inspect, pickle
        from cycleprof import instruments
        for patches in instruments._installed.values():
            for owner, name, *_ in patches._made:
                now = vars(owner)[name]  # two instruments may share a seam
                things = [owner] if inspect.isclass(owner) else []
                home = getattr(owner, "__qualname__", None)  # elsewhere it has only been imported
                named = f"{home}.{name}" if home else name
                if inspect.isfunction(now) and now.__qualname__ == named and (
                    home or owner.__name__ == now.__module__
                ):
                    things.append(now)
                for thing in things:
                    try:
                        same = pickle.loads(pickle.dumps(thing)) is thing
                    except Exception as error:
                        same = f"{type(error).__name__}: {error}"
                    if same is not True:
                        print(owner, name, same)
    """)
    assert lines == []


def test_a_replaced_function_keeps_name_signature_and_docstring():
    lines = _run("""
        django.setup()
        import inspect
        from cycleprof import instruments
        for patches in instruments._installed.values():
            for owner, name, before, replacement in patches._made:
                inner = getattr(replacement, "fget", getattr(replacement, "__func__", replacement))
                original = inner.__wrapped__
                same = (inner.__name__ == original.__name__ and inner.__doc__ == original.__doc__
                    and inspect.signature(inner) == inspect.signature(original))
                if not same:
                    print("differs", owner, name)
    """)
    assert lines == []
