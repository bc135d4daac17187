from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from .counting import statements
from blog.findings import event_loop, transactions
from blog.findings.marks import mark
from blog.findings.registry import PAGES

CODES = {
    *(f"CP00{number}" for number in range(1, 10)),
    *("CP021", "CP022", "CP023", "CP030", "CP031", "CP040", "CP050", "CP060", "CP070"),
}
# Statements of the bad and of the fixed page; 20 rows each unless the comment says otherwise.
QUERIES = {
    "cp001": (21, 1),
    "cp001-profile": (21, 1),
    "cp001-nested": (21, 1),
    "cp001-str": (21, 1),
    "cp001-generic": (21, 3),  # one per kind of target
    "cp002": (21, 2),
    "cp002-generic": (21, 2),
    "cp002-reverse": (12, 2),  # 11 categories
    "cp003": (21, 1),
    "cp004": (22, 2),
    "cp005": (21, 2),
    "cp005-first": (10, 1),  # 10 words
    "cp006": (21, 1),
    "cp006-exists": (21, 1),
    "cp007": (13, 2),  # 12 lines
    "cp008": (21, 2),
    "cp008-update": (21, 1),
    "cp008-create": (22, 3),
    "cp008-delete": (24, 4),
    "cp009": (21, 2),
    "cp021": (1, 1),
    "cp022": (1, 1),
    "cp023": (1, 1),
    "cp030": (1, 1),
    "cp031": (1, 1),
    "cp040": (1, 1),
    "cp050": (1, 1),
    "cp060": (0, 0),
    "cp070": (1, 1),
}


@pytest.fixture(autouse=True)
def _hurry(monkeypatch):
    monkeypatch.setattr(transactions, "HOLD_S", 0)
    monkeypatch.setattr(event_loop, "READING_S", 0)


def content(client, page, side):
    html = client.get(f"/findings/{page.slug}/{side}/").content.decode()
    body = html.split("</header>")[-1].split("</main>")[0]
    return re.sub(r"\s+", " ", body)


every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)


def test_every_code_has_a_page():
    assert {page.code for page in PAGES} == CODES


def test_every_slug_is_used_once_and_starts_with_its_code():
    slugs = [page.slug for page in PAGES]
    assert len(slugs) == len(set(slugs))
    assert all(page.slug.startswith(page.code.lower()) for page in PAGES)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.code != "CP070"], ids=lambda page: page.slug
)
def test_both_pages_show_the_same_content(client, page):
    assert content(client, page, "bad") == content(client, page, "fixed")


@every_page
def test_both_pages_link_to_each_other(client, page):
    bad, fixed = f"/findings/{page.slug}/bad/", f"/findings/{page.slug}/fixed/"
    assert f'href="{fixed}"' in client.get(bad).content.decode()
    assert f'href="{bad}"' in client.get(fixed).content.decode()


@every_page
def test_the_bad_page_says_what_to_look_for(client, page):
    html = unescape(client.get(f"/findings/{page.slug}/bad/").content.decode())
    assert page.look_for in html
    assert f"<h1>{page.title}</h1>" in html


@pytest.mark.parametrize("side", ["bad", "fixed"])
def test_pages_that_need_another_server_say_how_to_start_it(client, side):
    html = unescape(client.get(f"/findings/cp060/{side}/").content.decode())
    assert "needs an ASGI server" in html
    assert "cd demo_site && ../.venv/bin/python -m uvicorn config.asgi:application" in html


@pytest.mark.parametrize("slug", QUERIES)
def test_the_bad_page_asks_more_than_the_fixed_one(client, slug):
    asked = [len(statements(client, f"/findings/{slug}/{side}/")) for side in ("bad", "fixed")]
    assert tuple(asked) == QUERIES[slug]


def test_the_large_page_is_a_hundred_times_the_fixed_one(client):
    sizes = [len(client.get(f"/findings/cp070/{side}/").content) for side in ("bad", "fixed")]
    assert sizes[0] > 2_000_000
    assert sizes[0] > 100 * sizes[1]


def test_the_large_page_shows_the_same_pictures(client):
    pages = [client.get(f"/findings/cp070/{side}/").content.decode() for side in ("bad", "fixed")]
    bad, fixed = (re.findall(r"<figcaption>(.*?)</figcaption>", page) for page in pages)
    assert bad == fixed != []


@every_page
def test_model_and_relation_exist(page):
    model = apps.get_model(page.model) if page.model else None
    assert not page.relation or hasattr(model, page.relation)


@every_page
def test_the_marked_lines_lie_in_files_of_the_demo(page):
    for kind in ("source", "trigger"):
        if found := mark(kind, page.slug):
            line = Path(settings.BASE_DIR, found[0]).read_text().splitlines()[found[1] - 1]
            assert re.search(rf"\b{kind}\b.*: {page.slug}\b", line)


@every_page
def test_every_finding_but_the_size_has_a_line_that_causes_it(page):
    assert (mark("trigger", page.slug) is None) == (page.code == "CP070")


def test_every_remedy_of_queries_has_a_page():
    assert {page.remedy for page in PAGES} >= {
        "select_related",
        "prefetch_related",
        "prefetch_object",
        "annotate",
        "in_bulk",
        "bulk_create",
        "bulk_update",
        "queryset_update",
        "queryset_delete",
        "m2m_add",
        "only_defer",
        "get_many",
        "reuse",
    }
