"""The standalone pages: the live list, and one profile under an address of its own."""

from __future__ import annotations

import json
import urllib.request


def fetch(address):
    with urllib.request.urlopen(address) as answer:
        return answer.headers, answer.read()


def rows(opened):
    return opened.page.locator("#cycleprof tbody tr")


def test_list_shows_json_and_redirects_too_and_grows_by_itself(tab, site):
    fetch(f"{site}/api/posts/")
    opened = tab().goto("/__cycleprof__/")
    rows(opened).first.wait_for()
    assert "/api/posts/" in rows(opened).first.inner_text()

    fetch(f"{site}/posts/fixed/")

    opened.page.locator("#cycleprof tbody tr", has_text="/posts/fixed/").first.wait_for(
        timeout=8000
    )


def test_search_passes_the_query_language_through(tab, site):
    fetch(f"{site}/posts/")
    opened = tab().goto("/__cycleprof__/")
    rows(opened).first.wait_for()

    with opened.page.expect_response(lambda response: "queries%3A" in response.url):
        opened.page.locator("#cycleprof input").fill("path:/posts queries:>30")
    opened.page.wait_for_timeout(200)

    paths = rows(opened).locator("a").all_inner_texts()
    assert paths
    assert all(path.startswith("/posts") for path in paths)


def test_search_that_is_wrong_says_so_beside_the_box(tab, site):
    opened = tab().goto("/__cycleprof__/")
    rows(opened).first.wait_for()

    opened.page.locator("#cycleprof input").fill("duration:>fast")
    opened.page.locator("#history-error:not(:empty)").wait_for()

    assert "fast" in opened.page.locator("#history-error").inner_text()
    assert all("400" in one for one in opened.complaints)
    opened.complaints.clear()


def test_permalink_shows_the_report_and_its_parts(tab, site):
    headers, _ = fetch(f"{site}/posts/")
    link = headers["X-Cycleprof-Link"]
    report = json.loads(fetch(f"{site}/__cycleprof__/api/profiles/{headers['X-Cycleprof-Id']}")[1])
    span = next(one for one in report["profile"]["spans"] if "db.query.text" in one["attributes"])

    opened = tab().goto(f"{link}#span-{span['id']}")
    opened.page.locator("#cycleprof .rail", has_text="Copy SQL").wait_for()

    assert opened.page.title() == "GET /posts/ · cycleprof"


def test_profile_that_is_not_there_is_told_in_words(tab):
    opened = tab().goto("/__cycleprof__/p/0123456789abcdef")

    alert = opened.page.locator("#cycleprof [role=alert]")
    alert.wait_for()

    assert "0123456789abcdef" in alert.inner_text()
    assert all("404" in one for one in opened.complaints)
    opened.complaints.clear()


def test_profile_is_pinned_and_released_in_the_list(tab, site):
    fetch(f"{site}/posts/")
    opened = tab().goto("/__cycleprof__/")
    button = rows(opened).first.get_by_role("button", name="Pin")

    button.click()
    pinned = opened.page.locator("#cycleprof button[aria-pressed=true]")
    pinned.wait_for()
    pinned.click()

    button.wait_for()


def test_profile_that_is_not_there_is_named_and_leads_to_the_list(tab):
    opened = tab().goto("/__cycleprof__/p/0123456789abcdef")
    opened.page.locator("#cycleprof [role=alert]").wait_for()

    assert opened.page.locator("#cycleprof h1").inner_text() == "0123456789abcdef"
    opened.page.get_by_role("link", name="All profiles").click()

    rows(opened).first.wait_for()
    opened.complaints.clear()


def test_columns_of_the_current_profile_stay_in_line(tab, site):
    fetch(f"{site}/posts/")
    opened = tab().goto("/posts/").open_dock()
    opened.panel.get_by_role("tab", name="History").click()
    current = opened.panel.locator(".history tr.cur [data-at]")
    current.wait_for()

    rights = opened.panel.locator(".history tr [data-at]").evaluate_all(
        "(cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().right))"
    )

    assert len(rights) > 1
    assert len(set(rights)) == 1


def test_badge_after_a_304_is_of_the_answer_and_not_of_the_stored_page(tab):
    opened = tab().goto("/posts/fixed/")
    opened.panel.locator(".ring").wait_for()
    with opened.page.expect_response(lambda answer: "part=head" in answer.url) as asked:
        opened.page.reload()
    told = opened.page.evaluate(
        """() => [document.querySelector("[data-cycleprof-id]").dataset.cycleprofId,
          performance.getEntriesByType("navigation")[0].serverTiming[0].description]"""
    )

    assert told[0] != told[1]
    assert f"/{told[1]}/" in asked.value.url
