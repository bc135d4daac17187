from __future__ import annotations

import pytest

from cycleprof.explain import RefusalError, explain
from cycleprof.explain.guard import parameters_of, statement_of
from cycleprof.redact import MASK
from tests.explain.conftest import profile_with


def span(sql, *parameters, **more):
    return profile_with(sql, *parameters, **more).spans[1]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "  select 1 ; ",
        "(SELECT 1) UNION (SELECT 2)",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "/* note */ SELECT 1 -- done",
        'SELECT "delete", "update" FROM "set"',
        "SELECT replace(a, 'x', 'y') FROM t",
        "SELECT 'DELETE FROM t' FROM t",
        "SELECT CASE WHEN a THEN 1 ELSE 2 END FROM t",
    ],
)
def test_reading_statements_pass(sql):
    assert statement_of(span(sql))


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        (f"SELECT * FROM t WHERE a = '{MASK}'", "incomplete"),
        ("SELECT aaa… (9000 characters)", "incomplete"),
        ("SELECT 1; SELECT 2", "not-single"),
        ("SELECT 1 FROM t FOR UPDATE", "not-reading"),
    ],
)
def test_others_are_refused_with_a_code(sql, code):
    with pytest.raises(RefusalError) as caught:
        statement_of(span(sql))
    assert caught.value.code == code


def test_parameters_come_in_their_order():
    one = span("SELECT %s, %s", "a", None)
    assert parameters_of(one) == ["a", None]


def test_named_parameters_come_by_name():
    one = span("SELECT %(x)s", **{"db.query.parameter.x": "1"})
    assert parameters_of(one) == {"x": "1"}


def test_without_parameters_there_are_none():
    assert parameters_of(span("SELECT 1")) is None


@pytest.mark.parametrize("value", [MASK, "(16 bytes)", "(Decimal128)", "a… (9000 characters)"])
def test_a_value_that_was_not_recorded_is_refused(value):
    with pytest.raises(RefusalError) as caught:
        parameters_of(span("SELECT %s", value))
    assert caught.value.code == "masked"


def test_a_missing_parameter_is_refused():
    with pytest.raises(RefusalError, match="1 of 2"):
        parameters_of(span("SELECT %s, %s", "a"))


def test_a_span_without_statement_is_refused():
    with pytest.raises(RefusalError, match="ran no statement"):
        explain(profile_with("SELECT 1"), 1)


def test_a_span_that_is_not_there_is_refused():
    with pytest.raises(RefusalError, match="no span 99"):
        explain(profile_with("SELECT 1"), 99)


def test_an_alias_that_is_gone_is_refused():
    with pytest.raises(RefusalError, match="no database 'elsewhere'"):
        explain(profile_with("SELECT 1", alias="elsewhere"), 2)
