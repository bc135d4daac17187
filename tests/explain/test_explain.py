from __future__ import annotations

from contextlib import suppress

import pytest

from cycleprof.explain import RefusalError, explain, postgresql
from cycleprof.explain.document import explain_document
from tests.documents import validate
from tests.explain.conftest import TABLE, profile_with


def count(database):
    with database.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        return cursor.fetchone()[0]


def plan_of(sql, *parameters):
    return explain(profile_with(sql, *parameters), 2).plan


def steps(plan):
    return [step for top in plan.steps for step in top.walk()]


def test_a_query_with_parameters_has_a_plan(database):
    plan = plan_of(f"SELECT * FROM {TABLE} WHERE id = %s", "7")
    assert steps(plan)
    assert plan.hints == ()


def test_reading_every_row_is_marked_and_told(database):
    if database.vendor == "postgresql":
        with database.cursor() as cursor:  # large enough for a plan that costs something
            cursor.execute(
                f"INSERT INTO {TABLE} SELECT n, n, repeat('x', 90) "
                "FROM generate_series(5000, 90000) n"
            )
            cursor.execute(f"ANALYZE {TABLE}")
    plan = plan_of(f"SELECT * FROM {TABLE} WHERE b = %s", "nothing")
    (costly,) = [step for step in steps(plan) if step.costly]
    assert TABLE in costly.detail
    assert TABLE in plan.hints[0]
    assert "index" in plan.hints[0]


def test_sorting_is_a_step(database):
    plan = plan_of(f"SELECT * FROM {TABLE} ORDER BY b")
    assert [one for one in steps(plan) if "sort" in one.label.lower() or "B-TREE" in one.label]


def test_a_percent_sign_in_a_text_is_no_placeholder(database):
    assert steps(plan_of(f"SELECT * FROM {TABLE} WHERE b LIKE 'x%'"))
    assert steps(plan_of(f"SELECT * FROM {TABLE} WHERE b LIKE 'x%%' AND a = %s", "1"))


def test_common_table_expressions_and_unions_have_plans(database):
    assert steps(plan_of(f"WITH w AS (SELECT a FROM {TABLE}) SELECT * FROM w"))
    assert steps(plan_of(f"SELECT a FROM {TABLE} UNION SELECT id FROM {TABLE}"))


def test_the_document_is_valid(database):
    sql = f"SELECT a, count(*) FROM {TABLE} WHERE b > %s GROUP BY a ORDER BY 2"
    found = explain(profile_with(sql, "row"), 2)
    validate("explain", explain_document("0" * 32, 2, found))


@pytest.mark.parametrize(
    "sql",
    [
        f"DELETE FROM {TABLE}",
        f"UPDATE {TABLE} SET a = 1",
        f"INSERT INTO {TABLE} VALUES (9999, 1, 'x')",
        f"DROP TABLE {TABLE}",
        f"TRUNCATE TABLE {TABLE}",
        f"SELECT 1; DELETE FROM {TABLE}",
        f"SELECT ';' FROM {TABLE}",
        f"WITH gone AS (DELETE FROM {TABLE} RETURNING id) SELECT * FROM gone",
        f"SELECT * INTO other FROM {TABLE}",
        f"SELECT * FROM {TABLE} FOR UPDATE",
        f"SELECT * FROM {TABLE} INTO OUTFILE '/tmp/x'",
        f"/*! DELETE FROM {TABLE} */",
        f"SELECT 1 /*! INTO @a */ FROM {TABLE}",
        f"EXPLAIN ANALYZE DELETE FROM {TABLE}",
        f"ANALYZE DELETE FROM {TABLE}",
        "CALL something()",
        "COMMIT",
        "SET autocommit = 1",
        "PRAGMA user_version = 7",
        "ATTACH DATABASE '/tmp/x' AS x",
        f"REPLACE INTO {TABLE} VALUES (1, 1, 'x')",
        f"MERGE INTO {TABLE} USING {TABLE} ON 1=1 WHEN MATCHED THEN DELETE",
        "-- only a comment",
        "",
    ],
)
def test_what_does_not_only_read_is_refused_by_its_text(database, sql):
    with pytest.raises(RefusalError):
        plan_of(sql)
    assert count(database) == 2_000


@pytest.mark.parametrize(
    "sql",
    [
        f"DELETE FROM {TABLE}",
        f"WITH gone AS (DELETE FROM {TABLE} RETURNING id) SELECT * FROM gone",
        f"UPDATE {TABLE} SET a = 1",
    ],
)
def test_the_database_itself_would_write_nothing_either(database, sql, monkeypatch):
    monkeypatch.setattr("cycleprof.explain.guard._judge", lambda sql: None)
    with suppress(RefusalError):
        plan_of(sql)
    assert count(database) == 2_000
    with database.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT a) FROM {TABLE}")
        assert cursor.fetchone()[0] == 7


@pytest.mark.databases
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_function_that_writes_while_it_is_planned_is_stopped(database):
    with database.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION cycleprof_sneaky() RETURNS int IMMUTABLE LANGUAGE plpgsql "
            f"AS $$ BEGIN DELETE FROM {TABLE}; RETURN 1; END $$"
        )
    with pytest.raises(RefusalError, match=r"read-only|non-volatile"):
        plan_of(f"SELECT * FROM {TABLE} WHERE a = cycleprof_sneaky()")
    assert count(database) == 2_000


@pytest.mark.databases
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_planning_that_takes_too_long_is_ended(database, monkeypatch):
    monkeypatch.setattr(postgresql, "_TIMEOUT_MS", 100)
    with database.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION cycleprof_slow() RETURNS int IMMUTABLE LANGUAGE plpgsql "
            "AS $$ BEGIN PERFORM pg_sleep(20); RETURN 1; END $$"
        )
    with pytest.raises(RefusalError, match="timeout"):
        plan_of(f"SELECT * FROM {TABLE} WHERE a = cycleprof_slow()")


def test_a_statement_that_the_database_does_not_know_is_refused_with_its_words(database):
    with pytest.raises(RefusalError, match="no_such_table"):
        plan_of("SELECT * FROM no_such_table")


def test_the_applications_own_transaction_is_not_touched(database):
    database.set_autocommit(False)
    try:
        with database.cursor() as cursor:
            if database.vendor == "sqlite":
                cursor.execute("SELECT 1")  # a writer would keep even readers out of a plain file
            else:
                cursor.execute(f"DELETE FROM {TABLE} WHERE id < 10")
        plan_of(f"SELECT * FROM {TABLE}")
        expected = 2_000 if database.vendor == "sqlite" else 1_990
        assert count(database) == expected
    finally:
        database.rollback()
        database.set_autocommit(True)
    assert count(database) == 2_000
