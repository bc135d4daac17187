"""An application does what it would without cycleprof: each of these is compared with that."""

from __future__ import annotations

import pickle

import pytest
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from cycleprof import profile


@pytest.fixture(params=["recorded", "plain"])
def _way(request):
    """Each test runs with a recorder and without one, and must not notice."""
    if request.param == "plain":
        yield
        return
    with profile("transparency"):
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_way")]


def test_the_number_of_queries_is_the_applications(django_assert_num_queries):
    with django_assert_num_queries(2):
        Group.objects.count()
        list(Group.objects.all())


def test_captured_queries_are_the_applications():
    with CaptureQueriesContext(connection) as captured:
        list(Group.objects.filter(name="x"))
    assert len(captured) == 1
    assert "x" in captured[0]["sql"]


def test_wrappers_of_the_application_see_its_statements_only():
    seen = []

    def wrapper(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        before = list(connection.execute_wrappers)
        Group.objects.count()
    assert len(seen) == 1
    assert before == [wrapper]
    assert connection.execute_wrappers == []


def test_an_integrity_error_stays_the_one_it_was():
    Group.objects.create(name="one")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Group.objects.create(name="one")
    assert "auth_group" in str(caught.value)
    assert Group.objects.count() == 1


def broken_block():
    with transaction.atomic():
        Group.objects.create(name="two")
        try:
            Group.objects.create(name="two")
        except IntegrityError:
            transaction.set_rollback(True)
        Group.objects.count()


def test_a_broken_block_is_rolled_back_and_what_follows_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        broken_block()
    assert not Group.objects.exists()


def test_an_error_of_the_database_has_its_cause():
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        connection.cursor().execute("SELECT * FROM no_such_table")
    assert type(caught.value.__cause__).__module__ == "sqlite3"


def test_querysets_and_instances_can_be_pickled():
    Group.objects.create(name="x")
    queryset = pickle.loads(pickle.dumps(Group.objects.filter(name="x")))
    assert queryset.get() == pickle.loads(pickle.dumps(queryset[0]))
    unevaluated = pickle.loads(pickle.dumps(Group.objects.filter(name="x").query))
    assert str(unevaluated) == str(Group.objects.filter(name="x").query)


def test_instances_carry_nothing_of_ours():
    user = User.objects.create(username="ada")
    loaded = User.objects.prefetch_related("groups").get(pk=user.pk)
    list(loaded.groups.all())
    copy = pickle.loads(pickle.dumps(loaded))
    for own in (vars(loaded), vars(copy), vars(copy._state)):
        assert not [name for name in own if "cycleprof" in name]


def test_iterators_are_as_lazy_as_they_were():
    Group.objects.bulk_create(Group(name=str(number)) for number in range(300))
    rows = Group.objects.iterator(chunk_size=100)
    with CaptureQueriesContext(connection) as captured:
        next(rows)
        rows.close()
    assert len(captured) == 1


def test_callbacks_after_a_commit_run_once_and_in_order(django_capture_on_commit_callbacks):
    done = []
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        transaction.on_commit(lambda: done.append(1))
        transaction.on_commit(lambda: done.append(2))
    assert done == [1, 2]
    assert len(callbacks) == 2


@pytest.mark.urls("tests.trust.test_transparency")
@pytest.mark.parametrize("name", ["name", "scope", "function", "args", "original", "call"])
def test_arguments_may_have_any_name(name):
    assert reverse(f"by-{name}", kwargs={name: "x"}) == f"/{name}/x/"


urlpatterns = [
    path(f"{name}/<slug:{name}>/", lambda request, **kwargs: None, name=f"by-{name}")
    for name in ("name", "scope", "function", "args", "original", "call")
]
