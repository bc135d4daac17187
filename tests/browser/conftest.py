"""A real Chromium against the demo site, which runs from a copy in a folder of this run.

The design's thirteen points, and where each is tried:

1. strict policies and Trusted Types: test_guest
2. no globals, nothing patched, layout unchanged: test_guest
3. hostile style sheets: test_guest, test_right_to_left
4. axe, keyboard, focus: test_accessibility, test_keyboard, test_pill
5. bars, shares and sums are those of the data: test_waterfall
6. hostile text: test_hostile, test_guest_stays
7. every sort of answer in History: test_documents, test_guest_stays, test_libraries
8. widths and heights, 200 %: test_guest_stays, test_media, test_narrow
9. themes, forced colours, less motion, paper: test_media, test_guest
10. budgets: test_budgets
11. going back, replaced bodies, frames, written documents, XHTML, dialogs: test_guest_stays,
    test_libraries, test_documents, test_dialogs
12. no storage, no clipboard, no profile, no server: test_guest_stays, test_documents
13. Chromium alone: Playwright drives no stock build of Firefox or WebKit
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "panels"))  # for its hand-built profiles
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}; set CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a demo site with its own data."""
    copy = tmp_path_factory.mktemp("demo") / "demo_site"
    shutil.copytree(
        ROOT / "demo_site", copy, ignore=shutil.ignore_patterns("var", ".cycleprof", "__pycache__")
    )
    # pytest-django has put the suite's own settings into the environment.
    surroundings = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    for command in (("migrate", "--verbosity=0"), ("seed", "--verbosity=0")):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=copy, env=surroundings, check=True
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (copy / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=copy,
            env=surroundings,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(address, server, copy / "log")
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/posts/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the demo site did not start:\n{log.read_text()}")


@dataclass
class Tab:
    """A page of the browser, and whatever it complained about."""

    page: object
    site: str
    complaints: list[str] = field(default_factory=list)

    def goto(self, path: str):
        self.page.goto(self.site + path)
        return self

    def showing(self, document: dict):
        """Have the panel draw a document of the test's own in the place of the page's."""
        body = json.dumps(document)
        self.page.route(
            "**/panels*",
            lambda route: route.fulfill(body=body, content_type="application/json"),
        )
        return self

    @property
    def panel(self):
        return self.page.locator("cycleprof-panel")

    @property
    def pill(self):
        return self.panel.locator(".pill")

    def open_dock(self):
        """Open the dock by its key, and wait until its lanes are drawn."""
        self.pill.wait_for()
        self.page.keyboard.press("Alt+Shift+P")
        self.panel.locator(".tab[aria-selected=true]").wait_for()
        self.panel.locator(".body > *").first.wait_for()
        return self

    def inside(self, script: str, argument: object = None):
        """The value of a function of the panel's shadow root."""
        call = (
            f"([value]) => ({script})(document.querySelector('cycleprof-panel').shadowRoot, value)"
        )
        return self.page.evaluate(call, [argument])

    def focused(self) -> str:
        return self.inside("(root) => root.activeElement?.getAttribute('aria-label') "
                           "|| root.activeElement?.textContent || ''")  # fmt: skip


@pytest.fixture
def tab(chromium, site) -> Callable[..., Tab]:
    """Open tabs; at the end none of them may have complained on its console."""
    contexts, tabs = [], []

    def open_tab(width: int = 1440, height: int = 900, **options) -> Tab:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        page = context.new_page()
        opened = Tab(page, site)
        page.on("console", lambda message: opened.complaints.append(message.text))
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        contexts.append(context)
        tabs.append(opened)
        return opened

    yield open_tab
    for context in contexts:
        context.close()
    assert [one.complaints for one in tabs if one.complaints] == []
