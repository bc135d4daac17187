from __future__ import annotations

import re
from html import unescape

import pytest

from blog.catalogue import SECTIONS
from blog.catalogue.samples import samples
from blog.findings.registry import PAGES

ENTRIES = [(section.title, entry) for section in SECTIONS for entry in section.entries]
NAMES = [f"{title}: {entry.title}" for title, entry in ENTRIES]


@pytest.mark.parametrize("entry", [entry for _, entry in ENTRIES], ids=NAMES)
def test_a_guest_gets_the_listed_status(client, entry):
    client.raise_request_exception = False
    status = client.get(entry.url(samples())).status_code
    assert status == (302 if entry.login else entry.status)


LOGINS = [entry for _, entry in ENTRIES if entry.login]


@pytest.mark.parametrize("entry", LOGINS, ids=lambda entry: entry.name)
def test_pages_behind_a_login_open_for_the_admin(as_admin, entry):
    assert as_admin.get(entry.url(samples())).status_code == entry.status


def test_it_lists_every_page_with_its_address(client):
    page = unescape(client.get("/").content.decode())
    for _, entry in ENTRIES:
        assert f'href="{entry.url(samples())}"' in page
        assert entry.text in page


def test_it_lists_both_pages_of_every_finding(client):
    page = client.get("/").content.decode()
    linked = set(re.findall(r'href="(/findings/cp[^"]+)"', page))
    assert linked == {f"/findings/{p.slug}/{side}/" for p in PAGES for side in ("bad", "fixed")}


def test_its_headings_are_those_of_the_tour():
    assert [section.title for section in SECTIONS] == [
        "Reading",
        "Writing",
        "Templates",
        "Caching",
        "Responses",
        "Errors",
        "Async",
        "REST framework",
        "Django Ninja",
        "Outgoing HTTP",
        "Under the hood",
        "Admin",
    ]


def test_each_entry_says_what_it_exercises_in_a_sentence():
    for _, entry in ENTRIES:
        assert entry.text.endswith(".")
        assert len(entry.text) > 30


def test_without_data_it_says_how_to_seed(client):
    from blog.models import Post

    Post.objects.all().delete()
    assert "manage.py seed" in client.get("/").content.decode()


def test_no_url_of_the_blog_is_left_out():
    from blog.urls import (
        api,
        asynchronous,
        caching,
        errors,
        hood,
        responses,
        statistics,
        templating,
    )

    groups = [api, asynchronous, caching, errors, hood, responses, statistics, templating]
    listed = {entry.name.removeprefix("blog:") for _, entry in ENTRIES}
    named = {f"{group.app_name}:{url.name}" for group in groups for url in group.urlpatterns}
    assert named - listed == {"api:like"}  # it answers POST and DELETE alone
