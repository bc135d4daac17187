"""Loading and compiling of Django's templates, and tags that are not Django's."""

from __future__ import annotations

import pytest
from django.template import Context, Engine, Node, Template
from django.template.library import Library

from cycleprof import profile
from cycleprof.model import Stage
from tests.profiles import one, outline

KIND = "cycleprof.template.kind"
register = Library()


@register.simple_tag
def shout(word):
    return word.upper()


@register.filter
def loud(word):
    return f"{word}!"


class _BoxNode(Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        return f"[{self.nodelist.render(context)}]"


@register.tag
def box(parser, token):
    nodelist = parser.parse(("endbox",))
    parser.delete_first_token()
    return _BoxNode(nodelist)


@pytest.fixture
def engine(tmp_path):
    (tmp_path / "page.html").write_text("{% box %}\n{% shout word %}{% endbox %}")
    engine = Engine(dirs=[tmp_path])
    engine.template_builtins.append(register)
    return engine


def test_the_first_use_loads_and_compiles_and_the_second_does_not(engine):
    with profile("twice") as session:
        engine.get_template("page.html")
        engine.get_template("page.html")
    loader = "django.template.loaders.filesystem.Loader"
    assert outline(session.profile, Stage.TEMPLATE) == [
        "template load page.html",
        "  template compile page.html",
    ]
    loaded = one(session.profile, "load page.html")
    assert loaded.attributes["cycleprof.template.loader"] == loader


def test_own_tags_name_their_owner_and_line(engine):
    template = engine.get_template("page.html")
    with profile("render") as session:
        assert template.render(Context({"word": "a"})) == "[\nA]"
    assert outline(session.profile, Stage.TEMPLATE) == [
        "template page.html",
        "  template tag box",
        "    template tag shout",
    ]
    tag = one(session.profile, "tag shout")
    assert tag.attributes["cycleprof.template.tag"] == f"{__name__}.shout"
    assert (tag.origin.template, tag.origin.line) == ("page.html", 2)
    assert one(session.profile, "tag box").attributes["cycleprof.template.tag"] == (
        f"{__name__}._BoxNode"
    )


def test_django_s_own_tags_are_part_of_their_template():
    template = Template("{% if 1 %}{% now 'Y' %}{% endif %}")
    with profile("render") as session:
        template.render(Context())
    assert [span.attributes.get(KIND) for span in session.profile.spans] == [None, "render"]


def test_a_cached_fragment_is_a_span_that_holds_its_cache_operations():
    template = Template("{% load cache %}{% cache 60 sidebar %}x{% endcache %}")
    with profile("twice") as session:
        template.render(Context())
        template.render(Context())
    assert outline(session.profile, Stage.TEMPLATE, Stage.CACHE) == [
        "template (template from a string)",
        "  template cache sidebar",
        "    cache get",
        "    cache set",
        "template (template from a string)",
        "  template cache sidebar",
        "    cache get",
    ]


def test_the_names_in_a_template_s_context_are_told_once_and_without_values():
    template, part = Template("{% include inner %}"), Template("x")
    with profile("render") as session:
        template.render(Context({"inner": part, "colour": "crimson"}))
    outer, inner = session.profile.spans[1:]
    assert outer.attributes["cycleprof.template.context"] == ["colour", "inner"]
    assert "cycleprof.template.context" not in inner.attributes
    assert "crimson" not in repr(session.profile)


def test_filters_that_are_not_django_s_are_named_by_their_owner(engine):
    template = engine.from_string("{{ word|lower|loud }}{% if word|loud %}{% endif %}")
    with profile("render") as session:
        assert template.render(Context({"word": "A"})) == "a!"
    span = one(session.profile, "(template from a string)")
    assert span.attributes["cycleprof.template.filters"] == [f"{__name__}.loud"]
