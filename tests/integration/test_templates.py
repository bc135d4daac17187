"""Django's templates: what renders what, from which line."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from cycleprof.model import Stage
from tests.profiles import one, outline, profile_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded_before():
    """The first use of a template also loads it, which has tests of its own."""
    for name in ("page", "row", "child", "base", "badge"):
        get_template(f"site/{name}.html")


def test_includes_are_named_after_what_they_render(client):
    profile = profile_of(client.get("/page/"))
    assert outline(profile, Stage.TEMPLATE) == [
        "template site/page.html",
        *["  template site/row.html"] * 3,
    ]
    include = next(span for span in profile.spans if span.name == "site/row.html")
    assert include.attributes["cycleprof.template.kind"] == "include"
    assert include.origin.template == "site/page.html"
    assert (include.origin.file, include.origin.line) == (
        "tests/site/templates/site/page.html",
        5,
    )


def test_inheritance_blocks_and_inclusion_tags_nest(client):
    assert outline(profile_of(client.get("/classy/")), Stage.TEMPLATE) == [
        "template site/child.html",
        "  template site/base.html",
        "    template block content",
        "      template block content",
        "      template site/badge.html",
    ]


def test_a_block_is_placed_where_its_content_is_written(client):
    profile = profile_of(client.get("/classy/"))
    child, base = (span for span in profile.spans if span.name == "block content")
    assert (child.origin.template, child.origin.line) == ("site/child.html", 3)
    assert (base.origin.template, base.origin.line) == ("site/base.html", 3)


def test_an_inclusion_tag_names_its_function(client):
    badge = one(profile_of(client.get("/classy/")), "site/badge.html")
    assert badge.attributes["cycleprof.template.tag"] == "tests.site.templatetags.site_tags.badge"


def test_deferred_rendering_is_recorded(client):
    profile = profile_of(client.get("/template-response/"))
    assert outline(profile, Stage.TEMPLATE) == ["template site/page.html"]
