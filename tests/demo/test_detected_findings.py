"""Each bad page gives exactly its finding, with the lines that are marked; each fixed page none."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import AsyncClient

import cycleprof
from cycleprof.model import Thresholds
from tests.profiles import profile_of

from blog.findings.marks import mark
from blog.findings.registry import PAGES

BLOCKING = "CP060"  # only an event loop that serves others can be blocked
OTHERS = [page for page in PAGES if page.code != BLOCKING]
HOUR = 3_600_000_000_000
PATIENT = Thresholds(slow_query_ns=HOUR, transaction_ns=HOUR)
"""On a busy machine any query and any transaction may be slow: only their own pages are asked."""
TIMED = {"CP021": Thresholds(transaction_ns=HOUR), "CP031": Thresholds(slow_query_ns=HOUR)}


def findings(response, code):
    return cycleprof.analyse(profile_of(response), TIMED.get(code, PATIENT)).findings


def judge(page, finding):
    told = (finding.code, finding.model or "", finding.relation or "", finding.remedy.kind)
    assert told == (page.code, page.model, page.relation, page.remedy)


@pytest.fixture(autouse=True)
def _recorded(settings):
    """Recording is on without DEBUG, which Django switches off for tests."""
    settings.CYCLEPROF = {"ENABLED": True, "STORE": "memory://"}
    ContentType.objects.clear_cache()


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.slug)
def test_bad_page_gives_exactly_its_finding(client, page):
    response = client.get(f"/findings/{page.slug}/bad/")

    found = findings(response, page.code)

    assert len(found) == 1, [(one.code, one.title) for one in found]
    judge(page, found[0])


@pytest.mark.parametrize("kind", ["source", "trigger"])
@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.slug)
def test_finding_names_the_marked_line(client, page, kind):
    marked = mark(kind, page.slug)
    (finding,) = findings(client.get(f"/findings/{page.slug}/bad/"), page.code)

    told = getattr(finding, kind)

    assert marked is None or (told.file, told.line) == marked


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.slug)
def test_fixed_page_gives_none(client, page):
    for _ in range(3 if page.code in TIMED else 1):  # a busy machine may hold one up
        found = findings(client.get(f"/findings/{page.slug}/fixed/"), page.code)
        if not found:
            break

    assert [(one.code, one.title) for one in found] == []


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.slug)
def test_expected_queries_are_those_of_the_fixed_page(client, page):
    client.get(f"/findings/{page.slug}/bad/")  # content types are asked for once
    before = profile_of(client.get(f"/findings/{page.slug}/bad/"))
    after = profile_of(client.get(f"/findings/{page.slug}/fixed/"))
    (finding,) = cycleprof.analyse(before, TIMED.get(page.code, PATIENT)).findings
    expected = finding.remedy.expected_queries
    relation = finding.code in {"CP001", "CP002", "CP003", "CP005", "CP006", "CP009"}

    queries = [cycleprof.analyse(one).totals.queries for one in (before, after)]

    assert not relation or queries[1] == queries[0] - finding.count + expected


@pytest.mark.parametrize("side", ["bad", "fixed"])
async def test_blocked_event_loop(side):
    (page,) = [page for page in PAGES if page.code == BLOCKING]
    for _ in range(3):  # a busy machine may stop the loop once; the page stops it each time
        response = await AsyncClient().get(f"/findings/{page.slug}/{side}/")
        found = findings(response, page.code)
        if len(found) == (side == "bad"):
            break

    assert len(found) == (side == "bad"), [(one.code, one.title) for one in found]
    for finding in found:
        judge(page, finding)
        assert (finding.trigger.file, finding.trigger.line) == mark("trigger", page.slug)


CLEAN = [
    "/admin/",
    "/admin/blog/approvedcomment/",
    "/admin/blog/post/",
    "/admin/blog/tag/",
    "/admin/blog/post/add/",
    "/admin/auth/user/",
    "/statistics/",
]


@pytest.mark.parametrize("path", CLEAN)
def test_clean_page_gives_none(as_admin, path):
    response = as_admin.get(path, follow=True)

    assert response.status_code == 200
    assert [(one.code, one.title) for one in findings(response, "")] == []


def test_form_with_inlines_of_the_admin_gives_none(as_admin, post):
    response = as_admin.get(f"/admin/blog/post/{post.pk}/change/")

    assert [(one.code, one.title) for one in findings(response, "")] == []


def test_list_columns_of_the_admin(as_admin):
    found = findings(as_admin.get("/admin/blog/comment/"), "")

    assert {(one.code, one.path) for one in found} == {
        ("CP001", "author"),
        ("CP001", "post"),
        ("CP001", "post__category"),
    }
    assert all(one.remedy.code.startswith("list_select_related = ") for one in found)
    assert all(one.trigger.file == "blog/admin/comments.py" for one in found)
