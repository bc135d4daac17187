from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cycleprof import analyse
from cycleprof.gate.diff import compare
from cycleprof.gate.diff_document import diff_document
from cycleprof.gate.diff_markdown import diff_markdown
from cycleprof.model import Origin
from tests.documents import validate
from tests.stores.profiles import make_profile

AUTHOR = "SELECT * FROM blog_author WHERE id = 7"
POSTS = "SELECT * FROM blog_post LIMIT 20"


def report(*queries, **changes):
    return analyse(make_profile("/posts/", queries=queries, **changes))


def moved(one, line):
    """The same report after lines were inserted above its queries."""
    spans = tuple(
        replace(span, origin=Origin(file="blog/views.py", line=line)) if span.origin else span
        for span in one.profile.spans
    )
    return analyse(replace(one.profile, spans=spans))


def test_a_profile_equals_itself():
    one = report(POSTS, AUTHOR)
    diff = compare([one], [one])
    assert diff.sentence.startswith("The same work")
    assert not diff.is_worse
    assert {node.tally.verdict for node in diff.tree.walk()} == {"same"}


def test_the_sentence_tells_how_many_more_of_what_from_where():
    diff = compare([report(POSTS)], [report(POSTS, *[AUTHOR] * 20)])
    assert diff.sentence == "+20 \N{MULTIPLICATION SIGN} SELECT from views.py:10; 1 finding new"
    assert diff.is_worse


def test_an_improvement_is_told_with_a_minus_sign():
    diff = compare([report(POSTS, *[AUTHOR] * 20)], [report(POSTS)])
    assert (
        diff.sentence
        == "\N{MINUS SIGN}20 \N{MULTIPLICATION SIGN} SELECT from views.py:10; 1 finding gone"
    )
    assert not diff.is_worse


def test_lines_that_moved_make_no_difference():
    one = report(POSTS, AUTHOR)
    diff = compare([one], [moved(one, 99)])
    assert diff.sentence.startswith("The same work")


def test_values_in_a_statement_make_no_difference():
    diff = compare([report("SELECT 1 FROM t WHERE id = 5")], [report("SELECT 1 FROM t WHERE id=6")])
    assert [one.node.tally.verdict for one in diff.queries] == ["added", "removed"]
    diff = compare([report("SELECT 1 FROM t WHERE a = 5")], [report("SELECT 1 FROM t WHERE a = 6")])
    assert [one.node.tally.verdict for one in diff.queries] == ["same"]


def test_a_slower_query_is_found_though_nothing_changed_in_number():
    one = report(POSTS, duration_ns=50_000_000)
    spans = (one.profile.spans[0], replace(one.profile.spans[1], end_ns=40_000_000))
    slow = analyse(replace(one.profile, spans=spans))
    assert [shape.node.tally.verdict for shape in compare([one], [slow]).queries] == ["slower"]


def test_sets_are_compared_by_their_means():
    diff = compare([report(POSTS), report(POSTS, AUTHOR)], [report(POSTS, AUTHOR)])
    (author,) = [one for one in diff.queries if "author" in one.sql]
    assert (author.node.tally.base_count, author.node.tally.head_count) == (0.5, 1)


def test_other_routes_are_noted():
    other = analyse(make_profile("/tags/"))
    assert compare([report()], [other]).notes == ("different routes: posts/ and tags/",)


def test_an_empty_side_is_an_error():
    with pytest.raises(ValueError, match="head is empty"):
        compare([report()], [])


def test_the_document_is_valid():
    document = diff_document(compare([report(POSTS)], [report(POSTS, *[AUTHOR] * 20)]))
    validate("compare", document)


def test_markdown_begins_with_the_sentence_and_keeps_its_tables_whole():
    text = diff_markdown(compare([report()], [report("SELECT 'a|b' AS `x` FROM <t>")]))
    assert text.startswith("**+1 \N{MULTIPLICATION SIGN} SELECT from views.py:10**")
    rows = [line for line in text.splitlines() if line.startswith("| +1")]
    assert all(row.replace("\\|", "").count("|") in {5, 6} for row in rows)
    assert "<t>" not in re.sub(r"`[^`]*`", "", text)  # within code it is no tag
