"""In a real browser, what strangers send is shown as text: nothing runs, nothing falls apart."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest

from cycleprof import serialize
from cycleprof.exporters import html
from cycleprof.panels import document
from tests.browser.conftest import Tab
from tests.trust.hostile import SCRIPTS, report


@pytest.fixture(scope="module")
def hostile():
    return json.loads(serialize.encode(document(report())))


def look_everywhere(opened, root):
    """Open each tab, and press what can be unfolded in it."""
    tabs = root.locator("[role=tab]")
    for number in range(tabs.count()):
        tabs.nth(number).click()
        opened.page.wait_for_timeout(50)
        for fold in root.locator("summary:visible").all()[:5]:
            fold.click()
    return tabs.count()


def assert_unharmed(opened):
    page = opened.page
    assert page.evaluate("() => window.hacked") is None
    assert page.evaluate("() => ({}).polluted") is None
    width = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert width <= 1, "the page has grown wider than its window"


def test_a_hostile_profile_in_the_panel(tab, hostile):
    opened = tab().showing(hostile).goto("/posts/").open_dock()
    assert look_everywhere(opened, opened.panel) > 3
    assert_unharmed(opened)


def test_a_hostile_profile_on_its_own_page(tab, hostile):
    opened = tab().showing(hostile).goto(f"/__cycleprof__/p/{'0' * 32}")
    opened.page.locator("#cycleprof [role=tab]").first.wait_for()
    assert look_everywhere(opened, opened.page.locator("#cycleprof")) > 3
    assert_unharmed(opened)


def test_hostile_text_is_there_to_be_read(tab, hostile):
    opened = tab().showing(hostile).goto(f"/__cycleprof__/p/{'0' * 32}")
    opened.page.get_by_text("</script>").first.wait_for()


def test_a_hostile_profile_in_an_exported_file(chromium, tmp_path):
    path = tmp_path / "export.html"
    path.write_bytes(html.FORMAT.encode([report()]))
    context = chromium.new_context(offline=True, viewport={"width": 1440, "height": 900})
    try:
        opened = Tab(context.new_page(), path.as_uri())
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.on("console", lambda message: opened.complaints.append(message.text))
        opened.goto("").page.get_by_role("tab").first.wait_for()
        assert look_everywhere(opened, opened.page) > 3
        assert opened.page.get_by_text("</script>").count() > 0
        assert_unharmed(opened)
        assert opened.complaints == []
    finally:
        context.close()


def test_hostile_requests_in_the_list(tab, site):
    for script in SCRIPTS:
        address = f"{site}/posts/{quote(script)}?{quote(script)}={quote(script)}"
        request = urllib.request.Request(address, headers={"X-Note": script, "Referer": script})
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request)
    opened = tab().goto("/__cycleprof__/")
    opened.page.locator("#cycleprof tbody tr", has_text="<script>").first.wait_for()
    assert_unharmed(opened)
