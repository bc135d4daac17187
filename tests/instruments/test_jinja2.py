"""Jinja2's templates, blocks, includes and macros, with their lines."""

from __future__ import annotations

from itertools import islice

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader

from cycleprof import profile
from cycleprof.instruments._jinja2_leaves import renders_alone
from cycleprof.model import Stage
from cycleprof.recorder import ACTIVE
from tests.instruments.pages import ask
from tests.profiles import one, outline

SOURCES = {
    "base.html": "<a>{% block content %}base{% endblock %}</a>",
    "macros.html": "{% macro link(x) %}[{{ x }}]{% endmacro %}",
    "item.html": "{{ ask(item) }}\n",
    "child.html": """{% extends "base.html" %}
{% from "macros.html" import link %}
{% block content %}
{{ super() }}
{% for item in "ab" %}{% include "item.html" %}{% endfor %}
{{ link("c") }}
{% endblock %}""",
}


@pytest.fixture
def environment(tmp_path):
    for name, source in SOURCES.items():
        (tmp_path / name).write_text(source)
    return Environment(loader=FileSystemLoader(tmp_path), autoescape=True)


@pytest.fixture
def rendered(environment):
    template = environment.get_template("child.html")
    for name in SOURCES:
        environment.get_template(name)
    with profile("render") as session:
        text = template.render(ask=str)
    return text, session.profile


def test_the_text_is_what_it_is_without_a_recorder(environment, rendered):
    assert rendered[0] == environment.get_template("child.html").render(ask=str)
    assert "".join(rendered[0].split()) == "<a>baseab[c]</a>"


def test_templates_blocks_includes_and_macros_nest(rendered):
    assert outline(rendered[1], Stage.TEMPLATE) == [
        "template child.html",
        "  template macros.html",
        "  template base.html",
        "    template block content",
        "      template block content",
        "      template item.html",
        "      template item.html",
        "      template macro link",
    ]


def test_each_rendering_says_of_which_kind_it_is(rendered):
    kinds = {
        span.name: span.attributes["cycleprof.template.kind"] for span in rendered[1].spans[1:]
    }
    assert kinds == {
        "child.html": "render",
        "macros.html": "import",
        "base.html": "extends",
        "block content": "block",
        "item.html": "include",
        "macro link": "macro",
    }


def test_an_include_is_placed_where_it_stands_and_a_macro_where_it_is_written(rendered):
    include = next(span for span in rendered[1].spans if span.name == "item.html")
    assert (include.origin.template, include.origin.line) == ("child.html", 5)
    macro = one(rendered[1], "macro link")
    assert (macro.origin.template, macro.origin.line) == ("macros.html", 1)


def test_compiling_is_a_span_of_its_own(environment):
    with profile("first") as session:
        environment.get_template("base.html").render()
    assert one(session.profile, "compile base.html").stage is Stage.TEMPLATE


def test_a_template_that_fails_fails_for_the_caller():
    template = Environment(autoescape=True).from_string("{{ 1 // zero }}")
    with profile("render") as session, pytest.raises(ZeroDivisionError):
        template.render(zero=0)
    assert one(session.profile, "(template from a string)").status == "error"


@pytest.mark.django_db
def test_a_query_belongs_to_the_template_and_line_that_asked(environment):
    with profile("render") as session:
        environment.get_template("child.html").render(ask=ask)
    queries = [span for span in session.profile.spans if span.stage is Stage.DB]
    includes = [span for span in session.profile.spans if span.name == "item.html"]
    assert [span.parent_id for span in queries] == [span.id for span in includes]


class Asking:
    @property
    def name(self):
        return ask("lazily")


def render_each(one):
    """Two times a template that renders no other, and so is recorded when it has ended."""
    sources = {
        "all.html": "{% for _ in 'ab' %}{% include 'one.html' %}{% endfor %}",
        "one.html": one,
    }
    template = Environment(loader=DictLoader(sources), autoescape=True).get_template("all.html")
    template.environment.get_template("one.html")
    return template


@pytest.mark.django_db
def test_a_query_belongs_to_a_template_that_is_recorded_at_its_end():
    template = render_each("{{ asking.name|upper }}")
    with profile("render") as session:
        template.render(asking=Asking())
    queries = [span for span in session.profile.spans if span.stage is Stage.DB]
    includes = [span for span in session.profile.spans if span.name == "one.html"]
    assert [span.parent_id for span in queries] == [span.id for span in includes]
    assert len(includes) == 2


def test_a_template_that_fails_before_its_end_says_of_what():
    template = render_each("{{ 1 // zero }}")
    with profile("render") as session, pytest.raises(ZeroDivisionError):
        template.render(zero=0)
    include = one(session.profile, "one.html")
    assert include.status == "error"
    assert include.attributes["exception.type"] == "builtins.ZeroDivisionError"


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        ("{{ a.b|upper }}", True),
        ("{% for x in a %}{{ loop.index }}{% endfor %}", True),
        ("{{ a|loud }}", False),
        ("{{ a() }}", False),
        ("{% include 'one.html' %}", False),
        ("{% block b %}{% endblock %}", False),
    ],
)
def test_templates_render_alone_that_call_nothing_of_the_application_s(source, alone):
    environment = Environment(autoescape=True)
    environment.filters["loud"] = str.upper
    namespace = {"environment": environment}
    exec(environment.compile(source), namespace)
    assert renders_alone(namespace["root"], environment) is alone


def test_a_stream_leaves_nothing_switched_on_between_its_steps(environment):
    with profile("stream") as session:
        root = ACTIVE.get()
        for _ in environment.get_template("child.html").generate(ask=str):
            assert ACTIVE.get() is root
    assert one(session.profile, "child.html").status == "ok"


def test_a_stream_that_is_given_up_is_cancelled(environment):
    with profile("stream") as session:
        stream = environment.get_template("child.html").generate(ask=str)
        next(stream)
        stream.close()
    assert one(session.profile, "child.html").status == "cancelled"


async def test_an_async_environment():
    environment = Environment(loader=DictLoader(SOURCES), enable_async=True, autoescape=True)
    async with profile("render") as session:
        text = await environment.get_template("child.html").render_async(ask=str)
    assert "[c]" in text
    kinds = {span.attributes.get("cycleprof.template.kind") for span in session.profile.spans}
    assert {"render", "extends", "block", "include", "macro"} <= kinds


def test_a_template_that_another_one_s_function_takes_pieces_of_is_not_read_to_its_end():
    environment = Environment()
    endless = environment.from_string("{% for number in numbers %}{{ number }},{% endfor %}")
    taken = []

    def numbers():
        for number in range(1_000):
            taken.append(number)
            yield number

    environment.globals["first"] = lambda: "".join(islice(endless.generate(numbers=numbers()), 4))
    with profile("render"):
        assert environment.from_string("[{{ first() }}]").render() == "[0,1,]"
    assert len(taken) <= 3
