"""Takes the pictures of demo_site/screenshots: python tests/browser/screenshots.py.

With ``--all FOLDER`` each state is taken at three widths, light and dark, to be looked at.
Without, the few that the README shows are made anew. The demo must run: ``--site`` says where.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SITE = "http://127.0.0.1:8000"
HEIGHTS = {360: 740, 1024: 768, 1060: 552, 1200: 700, 1920: 1000}
WIDTHS = (360, 1024, 1920)
SCHEMES = ("light", "dark")
KEPT = {  # the state, the width and the theme of each picture that the repository holds
    "pill": ("peek", 1024, "light"),
    "timeline": ("timeline", 1440, "light"),
    "timeline-dark": ("timeline", 1440, "dark"),
    "queries": ("queries", 1060, "light"),
    "queries-dark": ("queries", 1060, "dark"),
    "compare": ("compare", 1440, "light"),
    "history": ("history", 1440, "light"),
    "flame": ("flame", 1440, "light"),
    "report": ("page", 1440, "light"),
    "list": ("list", 1200, "light"),
    "phone-peek": ("peek", 360, "light"),
    "phone-queries": ("queries", 360, "dark"),
}


def closed(page: Page, site: str) -> None:
    page.goto(f"{site}/posts/")
    page.locator("cycleprof-panel .ring").wait_for()


def peek(page: Page, site: str) -> None:
    closed(page, site)
    page.locator("cycleprof-panel .pill").hover()
    page.locator("cycleprof-panel .peek").wait_for()


def timeline(page: Page, site: str) -> None:
    closed(page, site)
    page.keyboard.press("Alt+Shift+P")
    page.locator("cycleprof-panel .sn").first.wait_for()


def queries(page: Page, site: str) -> None:
    timeline(page, site)
    for key in ("n", "Enter", "2"):
        page.keyboard.press(key)
    page.locator("cycleprof-panel .qg", has_text="blog_tag").click()
    page.locator("cycleprof-panel .det .code").first.wait_for()


def compare(page: Page, site: str) -> None:
    closed(page, site)
    page.goto(f"{site}/posts/fixed/")
    page.locator("cycleprof-panel .ring").wait_for()
    page.keyboard.press("Alt+Shift+P")
    page.locator("cycleprof-panel .sn").first.wait_for()
    page.keyboard.press("8")
    before = page.locator("cycleprof-panel .history tr", has_text="/posts/").filter(has_text="39")
    before.first.get_by_role("button", name="Compare").click()
    page.locator("cycleprof-panel .cmp").wait_for()


def history(page: Page, site: str) -> None:
    for path in ("/responses/chain/", "/errors/handled/", "/posts/fixed/"):
        page.goto(site + path)
    closed(page, site)
    page.evaluate("Promise.all([fetch('/api/posts/'), fetch('/responses/nothing/')])")
    page.wait_for_timeout(400)
    page.keyboard.press("Alt+Shift+P")
    page.locator("cycleprof-panel .sn").first.wait_for()
    page.keyboard.press("8")
    page.locator("cycleprof-panel .history tbody tr").nth(3).wait_for()


def flame(page: Page, site: str) -> None:
    timeline(page, site)
    page.keyboard.press("f")
    page.locator("cycleprof-panel").get_by_role("button", name="Sample Python").click()
    page.locator("cycleprof-panel .fr").first.wait_for()


def report(page: Page, site: str) -> None:
    closed(page, site)
    shown = page.locator("script[data-cycleprof-id]").get_attribute("data-cycleprof-id")
    page.goto(f"{site}/__cycleprof__/p/{shown}")
    page.locator("#cycleprof .sn").first.wait_for()


def profiles(page: Page, site: str) -> None:
    history(page, site)
    page.goto(f"{site}/__cycleprof__/")
    page.locator("#cycleprof tbody tr").nth(3).wait_for()


STATES: dict[str, Callable[[Page, str], None]] = {
    "closed": closed,
    "peek": peek,
    "timeline": timeline,
    "queries": queries,
    "compare": compare,
    "history": history,
    "flame": flame,
    "page": report,
    "list": profiles,
}


def take(browser: Browser, site: str, target: Path, picture: tuple[str, int, str]) -> None:
    """One picture of a state, in a browser that has seen nothing before."""
    state, width, scheme = picture
    size = {"width": width, "height": HEIGHTS.get(width, 900)}
    context = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    STATES[state](page, site)
    page.wait_for_timeout(700)  # the line about background requests and the like have their say
    page.screenshot(path=target)
    context.close()


def main() -> None:
    """Take what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default=SITE)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--only", default="", help="a part of the pictures' names")
    given = parser.parse_args()
    kept = Path(__file__).resolve().parents[2] / "demo_site" / "screenshots"
    pictures = KEPT if given.all is None else {
        f"{state}-{width}-{scheme}": (state, width, scheme)
        for state in STATES for width in WIDTHS for scheme in SCHEMES
    }  # fmt: skip
    folder: Path = given.all or kept
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, picture in pictures.items():
            if given.only in name:
                take(browser, given.site, folder / f"{name}.png", picture)
        browser.close()


if __name__ == "__main__":
    main()
