"""htmx and Turbo as published: the panel stays, shows the new page, and History says how."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

MODULES = Path(__file__).parents[1] / "js" / "node_modules"
HTMX = MODULES / "htmx.org" / "dist" / "htmx.js"
TURBO = MODULES / "@hotwired" / "turbo" / "dist" / "turbo.es2017-umd.js"

FIXED = re.compile(r"/posts/fixed/\??$")


@pytest.fixture(scope="module", autouse=True)
def libraries():
    if not (HTMX.exists() and TURBO.exists()):
        pytest.skip("npm ci has not run in tests/js")


def with_library(opened, script: Path, body: str = "<body"):
    """Have every page of the site load a library."""

    def handle(route):
        response = route.fetch()
        text = response.text().replace("</head>", '<script src="/library.js"></script></head>')
        route.fulfill(response=response, body=text.replace("<body", body, 1))

    opened.page.route("**/posts/**", handle)
    opened.page.route(
        "**/library.js",
        lambda route: route.fulfill(path=script, content_type="text/javascript"),
    )
    opened.goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    return opened


def history(opened):
    opened.open_dock()
    opened.panel.get_by_role("tab", name="History").click()
    rows = opened.panel.locator(".history tbody tr")
    rows.first.wait_for()
    return rows


def test_boosted_link_of_htmx_changes_the_page_and_the_panel_with_it(tab):
    opened = with_library(tab(), HTMX, '<body hx-boost:inherited="true" hx-boost="true"')
    opened.page.evaluate("window.stays = true")

    opened.page.get_by_role("link", name="See it fixed").click()
    opened.page.wait_for_url(FIXED)
    opened.panel.locator(".q").filter(has_not_text="39 queries").wait_for()

    assert opened.page.evaluate("window.stays")
    assert opened.panel.count() == 1
    row = history(opened).filter(has_text="/posts/fixed/").first
    assert "htmx" in row.inner_text()
    assert opened.panel.locator(".path").inner_text() == "/posts/fixed/"


def test_visit_of_turbo_changes_the_page_and_the_panel_with_it(tab):
    opened = with_library(tab(), TURBO)
    opened.page.evaluate("window.stays = true")

    opened.page.get_by_role("link", name="See it fixed").click()
    opened.page.wait_for_url(FIXED)
    opened.panel.locator(".q").filter(has_not_text="39 queries").wait_for()

    assert opened.page.evaluate("window.stays")
    assert opened.panel.count() == 1
    assert "Turbo" in history(opened).filter(has_text="/posts/fixed/").first.inner_text()


def test_request_of_htmx_is_told_and_listed(tab):
    opened = with_library(tab(), HTMX)
    opened.page.evaluate("""() => {
      const button = document.createElement('button');
      button.id = 'ask';
      button.setAttribute('hx-get', '/api/posts/');
      button.setAttribute('hx-swap', 'none');
      document.body.append(button);
      htmx.process(button);
      button.click();
    }""")

    opened.panel.locator(".toast", has_text="/api/posts/").wait_for()
    row = history(opened).filter(has_text="/api/posts/").first
    assert "htmx" in row.inner_text()
    assert "This page and 1 background request" in opened.panel.locator(".load").inner_text()


def test_redirects_and_what_they_led_to_are_linked(tab):
    opened = tab().goto("/responses/chain/")
    opened.panel.locator(".ring").wait_for()

    rows = history(opened)
    linked = rows.filter(has=opened.page.get_by_role("link", name="redirect"))

    assert linked.count() >= 2
    assert rows.filter(has_text="302").filter(has_text="→ /posts/").count() >= 1
    linked.first.get_by_role("link", name="redirect").click()
    opened.panel.locator(".st", has_text="302").first.wait_for()
