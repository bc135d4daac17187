"""Every sort of answer and of document: what History says of it, and that the panel is there."""

from __future__ import annotations

import urllib.request

import pytest


def ready(opened):
    opened.panel.locator(".ring").wait_for()
    return opened


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/responses/nothing/", 204),
        ("/responses/download/", 200),
        ("/responses/posts.csv", 200),
        ("/responses/fragment/", 200),
        ("/errors/404/", 404),
        ("/errors/500/", 500),
    ],
)
def test_answer_of_any_sort_is_told_and_listed_and_never_written_into(tab, path, status):
    opened = ready(tab().goto("/posts/"))
    body = opened.page.evaluate("async (path) => (await fetch(path)).text()", path)
    opened.panel.locator(".toast", has_text=path).wait_for()
    opened.open_dock()
    opened.page.keyboard.press("8")
    row = opened.panel.locator(".history tbody tr").filter(has_text=path).first
    row.wait_for()

    assert str(status) in row.inner_text()
    assert "fetch" in row.inner_text()
    if status < 400:
        assert "data-cycleprof-id" not in body
    assert all(str(status) in one for one in opened.complaints)
    opened.complaints.clear()


def test_page_that_was_kept_whole_comes_back_with_its_panel(tab):
    opened = ready(tab().goto("/posts/"))
    opened.open_dock()
    # The browser of the tests keeps no pages; to the page, being kept is these two events.
    opened.page.evaluate("""() => {
      dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));
      dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    }""")
    opened.page.keyboard.press("2")

    opened.panel.locator(".qg").first.wait_for()
    assert opened.panel.count() == 1


def test_document_that_is_written_anew_has_one_panel(tab):
    opened = ready(tab().goto("/posts/"))
    with urllib.request.urlopen(f"{opened.site}/posts/fixed/") as answer:
        text = answer.read().decode()
    opened.page.evaluate(
        "(text) => { document.open(); document.write(text); document.close(); }", text
    )

    ready(opened)
    assert opened.panel.count() == 1
    opened.open_dock()
    opened.complaints.clear()  # what the site's own scripts say of being run twice


def test_page_of_xhtml_has_a_panel_that_opens(tab):
    def handle(route):
        tag = route.fetch().text().partition('<script async="" src="/__cycle')[2].partition(">")[0]
        body = (
            '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
            f'</head><body><p>text</p><script async="" src="/__cycle{tag}></script></body></html>'
        )
        route.fulfill(body=body, content_type="application/xhtml+xml")

    opened = tab()
    opened.page.route("**/posts/", handle)
    ready(opened.goto("/posts/")).open_dock()

    assert opened.page.evaluate("document.contentType") == "application/xhtml+xml"
    opened.panel.locator(".lanes").wait_for()


def test_profile_that_has_gone_is_told_in_the_panel(tab):
    opened = ready(tab().goto("/posts/"))
    answer = '{"error": {"code": "no-such-profile", "message": "there is no profile", "hint": ""}}'
    opened.page.route(
        "**/panels*",
        lambda route: route.fulfill(status=404, body=answer, content_type="application/json"),
    )
    opened.page.keyboard.press("Alt+Shift+P")
    alert = opened.panel.locator("[role=alert]")
    alert.wait_for()

    assert alert.inner_text().strip()
    assert opened.page.locator("h1").first.is_visible()
    assert all("404" in one for one in opened.complaints)
    opened.complaints.clear()


def test_way_back_leads_to_the_report_before(tab):
    opened = ready(tab().goto("/posts/fixed/"))
    ready(opened.goto("/posts/"))
    opened.open_dock()
    opened.page.goto(opened.panel.get_by_role("link", name="Full report").get_attribute("href"))
    path = opened.page.locator("#cycleprof .path")
    path.filter(has_text="/posts/").wait_for()
    first = opened.page.url
    opened.page.locator("#cycleprof .tab").first.focus()
    opened.page.keyboard.press("[")
    opened.page.wait_for_function("(first) => location.href !== first", arg=first)
    path.filter(has_text="/posts/fixed/").wait_for()
    assert opened.page.title() == "GET /posts/fixed/ · cycleprof"

    opened.page.go_back()
    opened.page.wait_for_function("(first) => location.href === first", arg=first)
    path.filter(has_not_text="fixed").wait_for()
    assert opened.page.title() == "GET /posts/ · cycleprof"
    opened.page.go_forward()

    path.filter(has_text="/posts/fixed/").wait_for()
