"""A guest in somebody's page: strict policies, hostile style sheets, no traces."""

from __future__ import annotations

import re

import pytest

STRICT = (
    "default-src 'none'; script-src {script}; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"  # of a script of the page's own
HOSTILE = {
    "inherited": "body,html{letter-spacing:.4em;text-transform:uppercase;font-style:italic;"
    "line-height:3;word-spacing:1em;text-align:right;direction:rtl;color:red;font-size:62.5%}",
    "important": "*{margin:9px!important;padding:7px!important;color:red!important;"
    "font:30px serif!important;border:3px solid lime!important;background:pink!important}",
    "hidden": "div,section,button,cycleprof-panel{display:none!important;opacity:0!important;"
    "visibility:hidden!important;z-index:-1!important}",
    "transform": "html{transform:none;filter:none}body{transform:scale(.9);filter:blur(1px)}",
}


def without_panel(route):
    route.fulfill(body="", content_type="text/javascript")


def alter(opened, headers=None, style=None):
    """Answer the posts page with other headers, or with a style sheet more."""

    def handle(route):
        response = route.fetch()
        body = response.text()
        if headers and "nonce-" in str(headers):
            body = body.replace(
                '<script async="" src="/__cycle', '<script async="" nonce="abc" src="/__cycle'
            )
        if style:
            body = body.replace("</head>", f"<style>{style}</style></head>")
        route.fulfill(response=response, body=body, headers={**response.headers, **(headers or {})})

    opened.page.route(re.compile(r"/posts/$"), handle)
    return opened


@pytest.mark.parametrize(
    "script", ["'self'", "'nonce-abc'", "'nonce-abc' 'strict-dynamic'", f"'self' {EMPTY}"]
)
def test_strict_policy_is_never_violated(tab, script):
    policy = STRICT.format(script=script)
    opened = alter(tab(), {"content-security-policy": policy}).goto("/posts/").open_dock()
    for key in "23456789":
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(150)
    opened.page.keyboard.press("1")
    opened.page.keyboard.press("?")

    opened.panel.locator(".help").wait_for()
    assert opened.complaints == []


def test_page_that_forbids_connections_still_leads_to_the_report(tab):
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
    opened = alter(tab(), {"content-security-policy": policy}).goto("/posts/")
    opened.pill.click()

    opened.page.wait_for_url("**/__cycleprof__/p/*")
    opened.page.locator("#cycleprof .lanes").wait_for()
    assert any("connect-src" in one for one in opened.complaints)
    opened.complaints.clear()


def test_no_global_appears_and_nothing_is_patched(tab):
    names = """() => {
      const known = Object.getOwnPropertyNames(window).sort().join();
      const native = [fetch, XMLHttpRequest.prototype.open, history.pushState].map(String).join();
      return known + native;
    }"""
    bare = tab()
    bare.page.route(
        "**/panel.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    bare.goto("/posts/")
    profiled = tab().goto("/posts/").open_dock()

    assert profiled.page.evaluate(names) == bare.page.evaluate(names)


RECTANGLES = """() => [document.body.childElementCount, document.documentElement.scrollHeight,
  ...[...document.body.querySelectorAll('*')].map(
    (e) => JSON.stringify(e.getBoundingClientRect()))]"""


def test_page_s_layout_is_the_same_with_the_dock_open(tab):
    opened = tab()
    opened.page.route("**/panel.js", without_panel)
    before = opened.goto("/posts/").page.evaluate(RECTANGLES)
    opened.page.unroute("**/panel.js")

    after = opened.goto("/posts/").open_dock().page.evaluate(RECTANGLES)

    assert after == before


LOOKS = """(root) => {
  const told = ['color', 'fontSize', 'fontStyle', 'letterSpacing', 'textTransform', 'display',
    'textAlign', 'direction', 'lineHeight', 'padding', 'fontFamily', 'borderTopWidth'];
  const names = '.pill, .dock, .hd, .path, .tb, .tab, .srch, .ft, kbd, .rail, h2';
  return [...root.querySelectorAll(names)]
    .map((e) => [e.className, ...told.map((name) => getComputedStyle(e)[name]),
      Math.round(e.getBoundingClientRect().height)].join('|'));
}"""


@pytest.mark.parametrize("style", HOSTILE.values(), ids=HOSTILE)
def test_hostile_style_sheets_change_nothing_inside(tab, style):
    plain = tab().goto("/posts/").open_dock()
    hostile = alter(tab(), style=style).goto("/posts/").open_dock()

    assert hostile.inside(LOOKS) == plain.inside(LOOKS)
    assert (
        hostile.panel.locator(".dock").bounding_box() == plain.panel.locator(".dock").bounding_box()
    )


def test_paper_shows_the_page_alone(tab):
    opened = tab().goto("/posts/").open_dock()
    opened.page.emulate_media(media="print")

    assert not opened.panel.locator(".dock").is_visible()


def test_injected_tag_is_small_and_closed_panel_adds_few_nodes(tab):
    opened = tab().goto("/posts/")
    opened.panel.locator(".ring").wait_for()
    tag = opened.page.locator("script[data-cycleprof-id]").evaluate("e => e.outerHTML")

    assert len(tag) <= 600
    assert opened.inside("(root) => root.querySelectorAll('*').length") <= 25
