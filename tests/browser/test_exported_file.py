"""The self-contained HTML export, opened from disk in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cycleprof import analyse
from cycleprof.exporters import html
from tests.stores.profiles import make_profile

QUERY = "SELECT * FROM blog_author WHERE id = 7"
EVIL = "</script><script>document.title='hacked'</script><img src=x onerror=alert(1)>"


@pytest.fixture
def opened(chromium, tmp_path):
    """Open the export of reports; gives the page with its errors and requests."""
    context = chromium.new_context(offline=True)

    def open_file(*reports):
        path = tmp_path / "export.html"
        path.write_bytes(html.FORMAT.encode(reports))
        page = context.new_page()
        page.errors, page.requests = [], []
        page.on("console", lambda one: one.type == "error" and page.errors.append(one.text))
        page.on("pageerror", lambda one: page.errors.append(str(one)))
        page.on("request", lambda one: page.requests.append(one.url[:60]))
        page.goto(path.as_uri())
        return page

    yield open_file
    context.close()


def test_it_shows_the_profile_from_disk_and_asks_for_nothing(opened):
    page = opened(analyse(make_profile(queries=(QUERY,) * 4)))
    expect(page.get_by_role("tab", name="Timeline")).to_be_visible()
    expect(page.get_by_text("/posts/").first).to_be_visible()
    elsewhere = [url for url in page.requests if not url.startswith(("file:", "data:"))]
    assert elsewhere == []
    assert page.errors == []


def test_every_tab_opens(opened):
    page = opened(analyse(make_profile(queries=(QUERY,) * 4)))
    tabs = page.get_by_role("tab")
    expect(tabs.first).to_be_visible()
    for number in range(tabs.count()):
        tabs.nth(number).click()
        expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
    assert page.errors == []


def test_what_was_recorded_runs_no_script(opened):
    page = opened(analyse(make_profile(f"/{EVIL}/", queries=(f"SELECT '{EVIL}'",))))
    expect(page.get_by_role("tab", name="Timeline")).to_be_visible()
    assert page.title() != "hacked"
    assert page.locator("img").count() == 0
    assert page.errors == []


def test_its_policy_stops_scripts_that_are_not_its_own(opened):
    page = opened(analyse(make_profile()))
    expect(page.get_by_role("tab", name="Timeline")).to_be_visible()
    inserted = page.evaluate(
        """async () => {
            const one = document.createElement("div");
            try { one.innerHTML = "<img src=x onerror=alert(1)>"; } catch { return "refused"; }
            return "taken";
        }"""
    )
    assert inserted == "refused"
