from __future__ import annotations

import pytest

from cycleprof.stores.query import Between, Contains, QueryError, parse_query


def only(text):
    (term,) = parse_query(text)
    return term


def test_an_empty_query_asks_for_everything():
    assert parse_query("  ") == ()


def test_terms_are_joined():
    assert (
        len(parse_query("path:/blog status:>=500 queries:>20 duration:>100ms finding:CP001")) == 5
    )


def test_free_text_is_looked_for_in_name_path_view_and_sql():
    assert only("Posts") == Contains(("name", "path", "view", "sql"), "posts")


def test_a_path_needs_no_field():
    assert only("/blog:7/").text == "/blog:7/"


def test_an_address_is_no_field():
    assert only("https://example.org").text == "https://example.org"


def test_quotes_keep_spaces_and_colons():
    assert only('"select 1: a"').text == "select 1: a"
    assert only('sql:"order by"') == Contains(("sql",), "order by")


def test_quotes_may_stand_within_a_word():
    assert only('path:/a" "b') == Contains(("path",), "/a b")


def test_a_quoted_minus_negates_nothing():
    assert only('"-x"') == Contains(("name", "path", "view", "sql"), "-x")


def test_a_minus_negates_any_term():
    assert only("-path:x") == Contains(("path",), "x", negated=True)
    assert only("-duration:1ms..2ms").negated


def test_an_equals_sign_asks_for_the_whole_text():
    assert only("path:=/a/") == Contains(("path",), "/a/", exact=True)
    assert only('path:"=a"') == Contains(("path",), "=a")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("queries:5", 5, 5),
        ("queries:>5", 6, None),
        ("queries:>=5", 5, None),
        ("queries:<5", None, 4),
        ("queries:<=5", None, 5),
        ("queries:=5", 5, 5),
        ("queries:3..7", 3, 7),
        ("queries:3..", 3, None),
        ("queries:..7", None, 7),
        ("status:5xx", 500, 599),
        ("STATUS:4XX", 400, 499),
        ("duration:>100", 100_000_001, None),
        ("duration:>=100ms", 100_000_000, None),
        ("duration:>=1.5s", 1_500_000_000, None),
        ("duration:<=250us", None, 250_000),
        ("duration:<=250µs", None, 250_000),
        ("duration:2ms", 2_000_000, 2_999_999),
        ("duration:1.5ms", 1_500_000, 1_599_999),
        ("duration:1ms..2ms", 1_000_000, 2_999_999),
        ("size:>=50kB", 50_000, None),
        ("size:>=1.5MiB", 1_572_864, None),
        ("size:>=9", 9, None),
        ("pinned:yes", 1, 1),
        ("pinned:no", 0, 0),
    ],
)
def test_numbers_become_bounds(text, low, high):
    term = only(text)
    assert isinstance(term, Between)
    assert (term.low, term.high) == (low, high)


def test_an_age_counts_back_from_now():
    young, old = only("age:<1h"), only("age:>=1d")
    assert young.high is None
    assert old.low is None
    assert young.low - old.high == pytest.approx(23 * 3_600_000_000_000, rel=0.01)


@pytest.mark.parametrize(
    ("text", "position", "part"),
    [
        ("stauts:500", 0, "status:"),
        ("path:/a  qeries:>5", 9, "queries:"),
        ("-veiw:x", 1, "view:"),
        ("nothing_alike_at_all:1", 0, "in quotes"),
        ("path:/a queries:many", 16, "whole number"),
        ("queries:>many", 9, "whole number"),
        ("queries:1.5", 8, "whole number"),
        ("queries:5ms", 8, "whole number"),
        ("duration:>5kB", 10, "100ms"),
        ("duration:1ms..2kB", 14, "100ms"),
        ("size:5ms", 5, "50kB"),
        ("status:7xx", 7, "5xx"),
        ("pinned:perhaps", 7, "yes or no"),
        ("queries:9..3", 8, "3..9"),
        ("queries:..", 8, "whole number"),
        ("path:", 4, "a value"),
        ('path:"/a', 5, "at its end"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_to_write(text, position, part):
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert caught.value.position == position
    assert part in caught.value.hint
    assert f"character {position + 1}" in str(caught.value)
