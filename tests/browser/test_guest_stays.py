"""What pages do to their documents, and what may go wrong: the panel survives it, and says so."""

from __future__ import annotations

import json
import re

import pytest

XSS = [
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "</script><svg onload=alert(1)>",
]
TOLD = """() => performance.getEntriesByType("resource").filter(
  (one) => one.initiatorType === "fetch" && !one.name.includes("__cycleprof__")).length > 1"""


def test_body_that_is_replaced_keeps_one_panel_which_shows_the_new_page(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.page.evaluate("""async () => {
      // What Turbo and htmx's boost do: fetch, replace the body, change the address.
      const text = await (await fetch('/posts/fixed/')).text();
      const made = new DOMParser().parseFromString(text, 'text/html');
      document.body.replaceWith(document.importNode(made.body, true));
      history.pushState(null, '', '/posts/fixed/');
    }""")

    opened.panel.locator(".q").filter(has_not_text="39 queries").wait_for()

    assert opened.panel.count() == 1
    opened.open_dock()
    assert opened.panel.locator(".path").inner_text() == "/posts/fixed/"


def test_background_request_is_one_line_and_several_are_still_one(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()

    opened.page.evaluate("fetch('/api/posts/')")
    toast = opened.panel.locator(".toast")
    toast.filter(has_text="/api/posts/").wait_for()
    opened.page.evaluate("Promise.all([1, 2, 3].map((n) => fetch('/api/posts/?n=' + n)))")
    toast.filter(has_text="requests").wait_for()

    assert toast.count() == 1


def test_request_by_xhr_is_seen_too(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()

    opened.page.evaluate("""() => {
      const request = new XMLHttpRequest();
      request.open('GET', '/api/posts/1/');
      request.send();
    }""")

    opened.panel.locator(".toast", has_text="/api/posts/1/").wait_for()


def test_page_comes_back_from_the_cache_with_its_panel(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.goto("/posts/fixed/")
    opened.page.go_back()

    opened.panel.locator(".ring").wait_for()

    assert opened.panel.count() == 1


def test_frame_of_the_same_site_shows_no_panel_of_its_own(tab):
    def handle(route):
        response = route.fetch()
        headers = {k: v for k, v in response.headers.items() if k != "x-frame-options"}
        route.fulfill(response=response, headers=headers)

    opened = tab()
    opened.page.route("**/posts/fixed/", handle)
    opened.goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.page.evaluate("""() => new Promise((done) => {
      const frame = document.createElement('iframe');
      frame.onload = () => setTimeout(done, 500);
      frame.src = '/posts/fixed/';
      document.body.append(frame);
    })""")

    assert opened.page.frames[1].locator("cycleprof-panel").count() == 0


def test_server_that_is_gone_is_told_in_words(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.page.route("**/api/profiles/**", lambda route: route.abort())

    opened.page.keyboard.press("Alt+Shift+P")
    alert = opened.panel.locator("[role=alert]")
    alert.wait_for()
    assert "does not answer" in alert.inner_text()

    opened.page.unroute("**/api/profiles/**")
    opened.panel.get_by_role("button", name="Try again").click()
    opened.panel.locator(".lanes").wait_for()
    opened.complaints.clear()


def test_blocked_storage_and_clipboard_are_no_errors(tab):
    opened = tab()
    opened.page.add_init_script("""
      Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('blocked'); }});
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('blocked'));
    """)
    opened.goto("/posts/").open_dock()
    for key in ("t", "n", "c", "2"):
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(120)

    assert opened.panel.locator(".qg").count() > 0


def test_block_of_an_unknown_kind_is_shown_as_its_data(tab, site):
    def handle(route):
        made = route.fetch().json()
        if "panels" in made:
            made["panels"][2]["blocks"] = [{"kind": "hologram", "answer": 42}]
        route.fulfill(body=json.dumps(made), content_type="application/json")

    opened = tab()
    opened.page.route("**/panels*", handle)
    opened.goto("/posts/").open_dock()
    opened.page.keyboard.press("3")

    opened.panel.locator("pre", has_text='"answer": 42').wait_for()


@pytest.mark.parametrize("evil", XSS)
def test_text_of_users_is_text(tab, evil):
    def handle(route):
        made = route.fetch().text()
        text = json.dumps(evil)[1:-1]
        made = re.sub(r"SELECT blog_\w+|blog/posts/_card\.html|/posts/", lambda _: text, made)
        route.fulfill(body=made, content_type="application/json")

    opened = tab()
    opened.page.on("dialog", lambda dialog: pytest.fail("a script of the data ran"))
    opened.page.route("**/panels*", handle)
    opened.goto("/posts/").open_dock()
    for key in "23456789":
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(100)

    assert opened.panel.locator(".path").inner_text() == evil
    assert (
        opened.inside("(root) => root.querySelectorAll('script, img, svg:not(.ring)').length") == 0
    )


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 2560])
def test_no_width_scrolls_the_page_sideways(tab, width):
    opened = tab(width=width, height=800).goto("/posts/").open_dock()
    for key in "123456789":
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(120)
        wide = opened.inside("""(root) => {
          const viewer = root.querySelector('.viewer');
          return [viewer.scrollWidth - viewer.clientWidth,
            document.documentElement.scrollWidth - innerWidth];
        }""")
        assert max(wide) <= 0, f"tab {key}"


def test_history_adds_the_page_and_its_background_requests_up(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    opened.page.evaluate("Promise.all([fetch('/posts/?page=2'), fetch('/api/posts/')])")
    opened.page.wait_for_function(TOLD)  # of both: the one line may come after the first
    opened.panel.locator(".toast").wait_for()
    opened.open_dock()
    opened.page.keyboard.press("8")

    summary = opened.panel.locator(".load")
    summary.wait_for()

    assert "This page and 2 background requests" in summary.inner_text()
    assert summary.locator("li").count() > 0
