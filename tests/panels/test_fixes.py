from __future__ import annotations

from dataclasses import replace

import pytest
from panel_factories import repeats, slow_document, slow_page, source, walk

from cycleprof.analysis import analyse
from cycleprof.model import Origin, Span, Stage
from cycleprof.panels import Surroundings, document, together
from cycleprof.panels.insertion import insert
from cycleprof.panels.runnable import runnable
from cycleprof.panels.source import reader

CALL = '.select_related("author")'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("posts = Post.objects.all()[:12]", "posts = Post.objects{}.all()[:12]"),
        ("posts = Post.objects[:12]", "posts = Post.objects{}[:12]"),
        ("return Post.objects.get(pk=pk)", "return Post.objects{}.get(pk=pk)"),
        ("posts = Post.objects.published()", "posts = Post.objects.published(){}"),
        ("x = Post.objects.live().new(3).all()", "x = Post.objects.live().new(3){}.all()"),
        ("for post in Post.objects.filter(a=1):", "for post in Post.objects{}.filter(a=1):"),
        ("elif Post.objects.exists():", "elif Post.objects{}.exists():"),
        ("titel = 'ü' + Post.objects.first().title", "titel = 'ü' + Post.objects{}.first().title"),
    ],
)  # fmt: skip
def test_call_goes_behind_the_manager_and_its_own_methods(line, expected):
    assert insert(line, CALL) == expected.format(CALL)


@pytest.mark.parametrize(
    "line",
    ["posts = queryset", "a = A.objects.all(); b = B.objects.all()", "Post.objects.filter(", ""],
)
def test_uncertain_line_is_left_alone(line):
    assert insert(line, CALL) is None


def test_findings_of_one_queryset_are_offered_together():
    head = slow_document()["head"]

    assert head["together"]["label"] == {
        "say": "Fix {letters} together",
        "values": {"letters": "A, B"},
    }


def test_together_is_one_change_with_joins_first():
    page = slow_page()
    report = replace(analyse(page), findings=repeats(page))
    made = document(report, surroundings=Surroundings(source=source))
    split = next(one for one in made["panels"] if one["id"] == "queries")["blocks"][0]

    diff = next(block for block in walk(split["items"][0]["blocks"]) if block["kind"] == "diff")

    assert diff["removed"] == ['posts = Post.objects.order_by("-published")[:12]']
    (added,) = diff["added"]
    assert added.startswith(
        'posts = Post.objects.select_related("author").prefetch_related("tags")'
    )
    assert added.endswith('.order_by("-published")[:12]')


def test_estimate_counts_what_remains():
    page = slow_page()
    (bundle,) = together.bundles(replace(analyse(page), findings=repeats(page)))
    tags, author = repeats(page)

    assert bundle.queries == (24, 1)
    assert bundle.saved_ns == tags.cost_ns * 11 // 12 + author.cost_ns


def statement(sql, **values):
    attributes = {f"db.query.parameter.{name}": value for name, value in values.items()}
    span = Span(id=2, parent_id=1, stage=Stage.DB, name="", start_ns=0, end_ns=1,
                attributes=attributes)  # fmt: skip
    return runnable(sql, span)


@pytest.mark.parametrize(
    ("sql", "values", "expected"),
    [
        ("a = %s AND b = %s", {"0": "4", "1": "O'Neil"}, "a = 4 AND b = 'O''Neil'"),
        ("a = %(x)s", {"x": None}, "a = NULL"),
        ("a LIKE '50%%s' AND b = %s", {"0": "2.5"}, "a LIKE '50%%s' AND b = 2.5"),
        ("a = %s", {"0": "********"}, None),
        ("a = %s AND b = %s", {"0": "1"}, None),
        ("a = 1", {}, None),
    ],
)
def test_runnable_statement_has_its_values_or_is_none(sql, values, expected):
    assert statement(sql, **values) == expected


def test_source_is_read_around_the_line(tmp_path):
    (tmp_path / "views.py").write_text("a\nb\nc\nd\ne\n")

    found = reader([tmp_path], around=1)(Origin(file="views.py", line=3))

    assert found == [(2, "b"), (3, "c"), (4, "d")]


@pytest.mark.parametrize(
    "file", ["../secret.py", "/etc/passwd", "views.sqlite3", "gone.py", "\0.py"]
)
def test_source_reads_nothing_but_source_below_its_folders(tmp_path, file):
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "secret.py").write_text("SECRET = 1")
    (inside / "views.sqlite3").write_text("data")

    assert list(reader([inside])(Origin(file=file, line=1))) == []
