"""One process that starts one variant, answers one request, and says what that took.

``python -m tests.benchmarks.starter VARIANT [ready | time | calls | parts]``; start_up.py runs it.
The answer is one line of JSON. Nothing is imported here that the project itself does not import.
"""

from __future__ import annotations

import gc
import json
import sys
import time

from tests.benchmarks.variants import VARIANTS

PAGE = "list"


def set_up() -> None:
    """What every process of the project does, commands as well."""
    import django

    django.setup()


def build():
    """What a server's process does besides, before its first request; returns the handler."""
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def start() -> None:
    set_up()
    build()


def ask(handler) -> None:
    """One request, as a browser sends it."""
    from tests.benchmarks.client import HEADERS, Client
    from tests.benchmarks.pages import PAGES

    client = Client.__new__(Client)  # without its own handlers: this one has been made already
    client._wsgi, client._headers = handler, HEADERS
    if client.get(PAGES[PAGE]).status != 200:
        raise RuntimeError(f"{PAGE} did not answer")


def timed(variant) -> dict[str, object]:
    """By moment of start_up.MOMENTS: CPU nanoseconds since the interpreter began, and modules."""
    spent: dict[str, int] = {}
    modules: dict[str, set[str]] = {}

    def reach(moment: str) -> None:
        spent[moment], modules[moment] = time.process_time_ns(), set(sys.modules)

    set_up()
    reach("set up")
    handler = build()
    reach("ready")
    ask(handler)
    reach("first")
    variant.drain()
    reach("written")
    return {**spent, "modules": {moment: sorted(names) for moment, names in modules.items()}}


def ready(variant) -> dict[str, object]:
    """CPU nanoseconds until the handler is there: no page, for which some want tables first."""
    start()
    return {"ready": time.process_time_ns()}


def counted(variant) -> dict[str, object]:
    """Python functions that begin or resume until the handler is there."""
    from tests.benchmarks.measures import count_calls

    return {"calls": count_calls(start)}


def parts(variant) -> dict[str, object]:
    """Nanoseconds of the garbage collector until the handler is there, and of installing again."""
    began, spent = 0, 0

    def collecting(phase: str, info: dict[str, int]) -> None:
        nonlocal began, spent
        if phase == "start":
            began = time.process_time_ns()
        else:
            spent += time.process_time_ns() - began

    gc.callbacks.append(collecting)
    start()
    return {"collecting": spent, "installing": _install_again()}


def _install_again() -> int:
    if "cycleprof.instruments" not in sys.modules:
        return 0
    from cycleprof.instruments import install_all, uninstall_all

    uninstall_all()
    began = time.process_time_ns()
    install_all()
    return time.process_time_ns() - began


def main() -> None:
    variant = VARIANTS[sys.argv[1]]
    measure = {"ready": ready, "time": timed, "calls": counted, "parts": parts}[sys.argv[2]]
    variant.install()
    print(json.dumps(measure(variant)))


if __name__ == "__main__":
    main()
