"""What the record shows of each statement."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.db.utils import DatabaseError

import cycleprof
from cycleprof.model import Stage

pytestmark = pytest.mark.django_db


def statements(session):
    return [span for span in session.profile.spans if "db.query.text" in span.attributes]


def test_statement_of_a_bare_cursor_has_its_line_and_parameters():
    with cycleprof.profile("test") as session, connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["seven"])

    (statement,) = statements(session)
    assert statement.attributes["db.query.text"] == "SELECT %s"
    assert statement.attributes["db.query.parameter.0"] == "seven"
    assert statement.origin.file == "tests/instruments/test_database.py"


def test_affected_rows_are_told():
    Group.objects.bulk_create([Group(name=f"group {number}") for number in range(3)])
    with cycleprof.profile("test") as session, connection.cursor() as cursor:
        cursor.execute("UPDATE auth_group SET name = name || '!'")

    assert statements(session)[0].attributes["cycleprof.rows_affected"] == 3


def test_an_update_is_named_by_its_table_too():
    with cycleprof.profile("update") as session:
        Group.objects.filter(pk=0).update(name="x")
    assert [span.name for span in statements(session)] == ["UPDATE auth_group"]


def test_what_a_returning_statement_affects_is_not_told_before_it_was_read():
    with cycleprof.profile("returning") as session:
        Group.objects.bulk_create(Group(name=name) for name in "ab")
    inserted = statements(session)[0]
    assert inserted.name == "INSERT auth_group"
    assert inserted.attributes.get("cycleprof.rows_affected") != 0


def test_failed_statement_is_recorded_and_raised():
    session_of, raised = cycleprof.profile("test"), pytest.raises(DatabaseError)
    with session_of as session, connection.cursor() as cursor, raised:
        cursor.execute("SELECT no_such_column")

    (statement,) = statements(session)
    assert statement.status == "error"
    assert statement.attributes["exception.type"].endswith("OperationalError")


def test_many_parameters_are_counted():
    with cycleprof.profile("test") as session, connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['%s'] * 150)}", range(150))

    assert statements(session)[0].attributes["cycleprof.parameters"] == 150


def test_executemany_tells_the_size_of_its_batch():
    with cycleprof.profile("test") as session, connection.cursor() as cursor:
        cursor.executemany("INSERT INTO auth_group (name) VALUES (%s)", [["a"], ["b"]])

    assert statements(session)[0].attributes["db.operation.batch.size"] == 2


@pytest.mark.django_db(databases=["default", "other"])
def test_every_alias_is_recorded():
    with cycleprof.profile("test") as session:
        for alias in ("default", "other"):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")

    assert {one.attributes["cycleprof.alias"] for one in statements(session)} == {
        "default",
        "other",
    }


def test_the_user_s_own_wrapper_still_runs():
    seen = []

    def wrapper(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with cycleprof.profile("test") as session, connection.execute_wrapper(wrapper):
        Group.objects.count()

    assert len(seen) == len(statements(session)) == 1
    assert connection.execute_wrappers == []


def test_a_use_without_a_statement_has_no_statement():
    with cycleprof.profile("test") as session:
        assert list(Group.objects.none()) == list(Group.objects.filter(pk__in=[])) == []

    assert statements(session) == []
    assert all(span.stage is not Stage.DB for span in session.profile.spans)


def test_parameters_are_those_that_were_sent_though_their_list_is_used_again():
    values = [0]
    with cycleprof.profile("again") as session, connection.cursor() as cursor:
        for number in range(3):
            values[0] = number
            cursor.execute("SELECT %s", values)
    sent = [one.attributes.get("db.query.parameter.0") for one in session.profile.spans]
    assert [one for one in sent if one is not None] == ["0", "1", "2"]
