"""On a real PostgreSQL server: it goes away in mid-request, and cursors that are its own."""

from __future__ import annotations

from contextlib import nullcontext

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connections, models, transaction
from django.db.utils import ConnectionHandler, InternalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from cycleprof import profile
from tests.profiles import profile_of

pytestmark = [pytest.mark.databases, pytest.mark.urls("tests.trust.test_postgres")]
SERVER = {"host": "127.0.0.1", "port": 5432, "user": "postgres", "dbname": "postgres"}
POSTGRES = {
    "ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": "5432",
    "NAME": "postgres", "USER": "postgres",
}  # fmt: skip
POOLED = POSTGRES | {"OPTIONS": {"pool": {"min_size": 1, "max_size": 2}}}
ALIAS = "real"


class Language(models.Model):
    """A table that every PostgreSQL database has, hundreds of rows of which are there."""

    oid = models.IntegerField(primary_key=True)
    name = models.TextField(db_column="proname")

    class Meta:
        app_label = "trust"
        managed = False
        db_table = "pg_proc"

    def __str__(self):
        return self.name


@pytest.fixture(params=[POSTGRES, POOLED], ids=["plain", "pooled"])
def server(request, monkeypatch, django_db_blocker):
    """The alias ``real``, whose connections are the test's own."""
    handler = ConnectionHandler({"default": POSTGRES, ALIAS: request.param})
    connection = handler[ALIAS]
    monkeypatch.setitem(connections.settings, ALIAS, connection.settings_dict)
    monkeypatch.setattr(connections._connections, ALIAS, connection, raising=False)
    # The test's client keeps connections open at a request's end, as it must for transactions.
    with django_db_blocker.unblock():
        yield connection
        connection.in_atomic_block = False
        connection.close()
        if request.param is POOLED:
            connection.close_pool()


def terminate(connection):
    """End the server's side of a connection, as an administrator or a restart does."""
    with psycopg.connect(**SERVER, autocommit=True) as other:
        number = connection.connection.info.backend_pid
        ended = other.execute("SELECT pg_terminate_backend(%s, 5000)", [number]).fetchone()
        assert ended == (True,)


def ask(connection, label):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text", [label])
        return cursor.fetchone()[0]


def gone(request):
    connection = connections[ALIAS]
    ask(connection, "before")
    terminate(connection)
    return HttpResponse(ask(connection, "after"))


def recovered(request):
    connection = connections[ALIAS]
    ask(connection, "before")
    terminate(connection)
    try:
        ask(connection, "lost")
    except OperationalError:
        connection.close()
    return HttpResponse(ask(connection, "again"))


def in_the_midst(request):
    """While rows of a server-side cursor are on their way."""
    rows = iter(languages().iterator(chunk_size=10))
    next(rows)
    terminate(connections[ALIAS])
    return HttpResponse(str(len(list(rows))))


def languages():
    return Language.objects.using(ALIAS).order_by("oid")


urlpatterns = [
    path("gone/", gone),
    path("recovered/", recovered),
    path("in-the-midst/", in_the_midst),
]


def statements(kept):
    return [one for one in kept.spans if "db.query.text" in one.attributes]


@pytest.mark.parametrize("address", ["/gone/", "/in-the-midst/"])
def test_a_database_that_goes_away_is_the_applications_own_error(server, address):
    with pytest.raises(OperationalError) as caught:
        Client().get(address)
    assert type(caught.value.__cause__).__module__.startswith("psycopg")
    assert "terminat" in str(caught.value)
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 500


def test_the_profile_of_a_lost_connection_is_complete(server):
    kept = profile_of(Client(raise_request_exception=False).get("/gone/"))
    assert [(one.attributes["db.query.parameter.0"], one.status) for one in statements(kept)] == [
        ("before", "ok"),
        ("after", "error"),
    ]
    assert kept.exception.type == "django.db.utils.OperationalError"
    assert "terminat" in kept.exception.message
    assert not [key for key in kept.versions if key.startswith("instrument.")]


def test_an_application_that_connects_again_is_recorded_to_its_end(server):
    answer = Client().get("/recovered/")
    assert answer.content == b"again"
    told = [one.attributes["db.query.parameter.0"] for one in statements(profile_of(answer))]
    assert told == ["before", "lost", "again"]


def cursors(server):
    """How many cursors the server itself holds for this connection."""
    with server.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors WHERE name LIKE '_django_curs_%'")
        return cursor.fetchone()[0]


def test_rows_of_a_server_side_cursor_come_as_they_would(server):
    expected = list(languages().values_list("oid", flat=True)[:250])
    with transaction.atomic(using=ALIAS), profile("chunks") as session:
        found = [one.oid for one in languages()[:250].iterator(chunk_size=100)]
        left_over = cursors(server)
    assert found == expected
    assert left_over == 0
    texts = [one.attributes["db.query.text"] for one in statements(session.profile)]
    assert len([one for one in texts if "pg_proc" in one]) == 1
    uses = [one for one in session.profile.spans if one.stage == "orm"]
    assert sum(one.attributes.get("cycleprof.rows") or 0 for one in uses) == 250


def test_a_server_side_cursor_stays_lazy_and_is_closed(server):
    with profile("lazy") as session:
        rows = iter(languages().iterator(chunk_size=10))
        first = [next(rows).oid for _ in range(3)]
        open_meanwhile = cursors(server)
        rows.close()
        open_after = cursors(server)
    assert first == list(languages().values_list("oid", flat=True)[:3])
    assert (open_meanwhile, open_after) == (1, 0)
    uses = [one for one in session.profile.spans if one.stage == "orm"]
    assert uses[0].attributes["cycleprof.rows"] == 3


def failed_block(server):
    """How a block ends that goes on after an error, and what is there afterwards."""
    told = []
    with server.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE once (name text UNIQUE)")
    try:
        with transaction.atomic(using=ALIAS), server.cursor() as cursor:
            cursor.execute("INSERT INTO once VALUES ('one')")
            try:
                cursor.execute("INSERT INTO once VALUES ('one')")
            except IntegrityError as error:
                told.append((type(error.__cause__).__name__, str(error)))
            cursor.execute("SELECT 1")
    except InternalError as error:
        told.append((type(error.__cause__).__name__, str(error), type(error.__context__).__name__))
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(using=ALIAS),
        server.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO once VALUES ('two'), ('two')")
    with server.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM once")
        told.append((str(caught.value), cursor.fetchone()))
        cursor.execute("DROP TABLE once")
    return told


def test_a_failed_block_shows_the_error_that_it_would(server):
    endings = []
    for recording in (nullcontext(), profile("failed block")):
        with recording:
            endings.append(failed_block(server))
    assert endings[0] == endings[1]
    (cause, text), (aborted, *_), (again, left) = endings[1]
    assert (cause, aborted) == ("UniqueViolation", "InFailedSqlTransaction")
    assert "once_name_key" in text
    assert "(two)" in again
    assert left == (0,)
