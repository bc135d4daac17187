"""What the record shows of each use of the ORM."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import models
from django.db.models import Prefetch

import cycleprof
from cycleprof.model import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def users():
    made = [User.objects.create_user(f"user {number}") for number in range(3)]
    group = Group.objects.create(name="readers")
    for user in made:
        user.groups.add(group)
    return made


def uses(session):
    return [span for span in session.profile.spans if "cycleprof.operation" in span.attributes]


def the_use(session):
    (span,) = uses(session)
    return span


def line_of(marker):
    lines = Path(__file__).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(f"# {marker}"))


def test_evaluation_tells_model_rows_and_both_lines(users):
    with cycleprof.profile("test") as session:
        found = User.objects.order_by("pk")  # built
        assert len(found) == 3  # evaluated

    use = the_use(session)
    statement = next(span for span in session.profile.spans if span.stage is Stage.DB)
    assert use.attributes["cycleprof.model"] == "auth.User"
    assert (use.attributes["cycleprof.rows"], use.attributes["cycleprof.instances"]) == (3, 3)
    assert (use.origin.line, statement.origin.line) == (line_of("built"), line_of("evaluated"))
    assert statement.parent_id == use.id
    assert statement.attributes["db.response.returned_rows"] == 3


def test_phases_lie_within_the_span(users):
    with cycleprof.profile("test") as session:
        list(User.objects.all())

    use = the_use(session)
    phases = [use.attributes[f"cycleprof.{name}_ns"] for name in PHASES]
    assert all(phase > 0 for phase in phases)
    assert sum(phases) <= use.duration_ns


PHASES = ("compile", "execute", "fetch", "hydrate")


def test_totals_count_each_row_once(users):
    with cycleprof.profile("test") as session:
        list(User.objects.prefetch_related("groups"))

    totals = cycleprof.analyse(session.profile).totals
    assert (totals.queries, totals.rows, totals.instances) == (2, 6, 6)


@pytest.mark.parametrize(
    ("run", "operation"),
    [
        (lambda: User.objects.get(username="user 1"), "get"),
        (User.objects.first, "first"),
        (User.objects.count, "count"),
        (User.objects.exists, "exists"),
        (lambda: User.objects.aggregate(models.Max("pk")), "aggregate"),
        (lambda: list(User.objects.values("pk")), "fetch"),
        (lambda: list(User.objects.iterator()), "iterator"),
        (lambda: User.objects.in_bulk([1]), "in_bulk"),
        (lambda: list(User.objects.raw("SELECT * FROM auth_user")), "fetch"),
        (lambda: Group.objects.create(name="new"), "create"),
        (lambda: Group(name="new").save(), "save"),
        (lambda: Group.objects.bulk_create([Group(name="new")]), "bulk_create"),
        (lambda: User.objects.filter(pk=1).update(username="x"), "update"),
        (lambda: Permission.objects.filter(pk=0).delete(), "delete"),
    ],
    ids=[
        "get",
        "first",
        "count",
        "exists",
        "aggregate",
        "values",
        "iterator",
        "in_bulk",
        "raw",
        "create",
        "save",
        "bulk_create",
        "update",
        "delete",
    ],
)
def test_operation_is_named(users, run, operation):
    with cycleprof.profile("test") as session:
        run()

    assert {use.attributes["cycleprof.operation"] for use in uses(session)} == {operation}


@pytest.mark.parametrize(
    ("queryset", "key", "value"),
    [
        (lambda: Permission.objects.select_related("content_type"), "select_related",
         ["content_type"]),
        (lambda: User.objects.only("username"), "only", ["id", "username"]),
        (lambda: User.objects.defer("password"), "defer", ["password"]),
        (lambda: User.objects.all()[:2], "sliced", True),
        (lambda: User.objects.values_list("pk"), "result", "values_list"),
    ],
    ids=["select_related", "only", "defer", "slice", "values_list"],
)  # fmt: skip
def test_queryset_tells_how_it_reads(users, queryset, key, value):
    with cycleprof.profile("test") as session:
        list(queryset())

    told = the_use(session).attributes[f"cycleprof.{key}"]
    assert set(told) <= set(value) if isinstance(value, list) else told == value


def test_prefetch_is_a_span_of_its_own(users):
    with cycleprof.profile("test") as session:
        list(User.objects.prefetch_related(Prefetch("groups", Group.objects.all(), "chosen")))

    outer, prefetch, inner = uses(session)
    assert [prefetch.parent_id, inner.parent_id] == [outer.id, prefetch.id]
    assert prefetch.attributes["cycleprof.parents"] == 3
    assert prefetch.attributes["cycleprof.prefetch"] == "chosen"


def test_relation_names_its_model_its_source_and_its_path(users):
    with cycleprof.profile("test") as session:
        for user in User.objects.all():
            for group in user.groups.all():
                list(group.permissions.all())

    source, groups, permissions, *_ = uses(session)
    number = source.attributes["cycleprof.evaluation"]
    assert groups.attributes["cycleprof.relation.model"] == "auth.User"
    assert groups.attributes["cycleprof.relation"] == "groups"
    assert groups.attributes["cycleprof.source"] == number
    assert permissions.attributes["cycleprof.source"] == number
    assert permissions.attributes["cycleprof.source.path"] == "groups"


def test_rows_of_an_iterator_are_counted_as_they_are_read(users):
    with cycleprof.profile("test") as session:
        reader = User.objects.iterator()
        next(reader)
        next(reader)
        reader.close()

    assert the_use(session).attributes["cycleprof.rows"] == 2


def test_results_read_again_are_no_use(users):
    with cycleprof.profile("test") as session:
        found = User.objects.all()
        assert list(found) == list(found)
        assert len(found) == 3

    assert len(uses(session)) == 1


def test_failing_statement_keeps_its_exception():
    with cycleprof.profile("test") as session, pytest.raises(User.DoesNotExist):
        User.objects.get(username="nobody")

    assert the_use(session).attributes["cycleprof.rows"] == 0


@pytest.mark.parametrize("recorded", [True, False])
def test_pickles_and_copies_show_nothing(users, recorded):
    def read():
        queryset = User.objects.filter(pk__gt=0).order_by("pk")
        return queryset, list(queryset)

    plain = [pickle.dumps(one) for one in read()]
    if recorded:
        with cycleprof.profile("test"):
            made = read()
    else:
        made = read()

    assert [pickle.dumps(one) for one in made] == plain
    assert vars(copy.deepcopy(made[1][0])._state) == vars(pickle.loads(plain[1])[0]._state)


def test_nothing_is_left_on_anything_without_a_recorder(users):
    queryset = User.objects.filter(pk__gt=0)
    user = queryset.first()

    assert set(vars(user._state)) <= {"db", "adding", "fields_cache", "fetch_mode"}
    assert "_cycleprof" not in vars(queryset)


def test_instances_of_an_earlier_recording_have_no_source(users):
    with cycleprof.profile("first"):
        kept = list(User.objects.all())
    with cycleprof.profile("second") as session:
        list(kept[0].groups.all())

    assert "cycleprof.source" not in the_use(session).attributes


def test_instances_of_the_surrounding_recording_keep_theirs(users):
    with cycleprof.profile("outer") as outer:
        found = list(User.objects.all())
        with cycleprof.profile("inner"):
            list(found[0].groups.all())

    source, groups = uses(outer)
    assert groups.attributes["cycleprof.source"] == source.attributes["cycleprof.evaluation"]


def test_recording_asks_the_database_nothing_itself(users, django_assert_num_queries):
    with django_assert_num_queries(2), cycleprof.profile("test") as session:
        for user in User.objects.prefetch_related("groups"):
            str(user)
    assert len(session.profile.spans) == 1 + 2 + 3


def test_session_keys_are_not_shown_as_parents(users):
    from django.contrib.sessions.models import Session
    from django.utils.timezone import now

    with cycleprof.profile("test") as session:
        Session(session_key="very-secret-key", session_data="x", expire_date=now()).save()

    assert "very-secret-key" not in [
        use.attributes.get("cycleprof.parent") for use in uses(session)
    ]


@pytest.mark.only(django=">=6.1")
def test_fetch_peers_is_one_query_and_no_finding(users):
    Group.objects.all().delete()
    with cycleprof.profile("test") as session:
        found = Permission.objects.fetch_mode(models.FETCH_PEERS)[:5]
        assert [permission.content_type for permission in found]

    report = cycleprof.analyse(session.profile)
    assert report.totals.queries == 2
    assert report.findings == ()


def test_prefetch_by_an_accessor_that_is_no_field_name(users):
    with cycleprof.profile("test") as session:
        list(Permission.objects.prefetch_related("group_set", "user_set")[:3])

    told = [use.attributes.get("cycleprof.relation.model") for use in uses(session)]
    assert set(told) == {None, "auth.Permission"}
    assert not any("cycleprof.error" in use.attributes for use in session.profile.spans)


def test_expression_of_no_model_is_described():
    with cycleprof.profile("test") as session:
        assert models.Q(models.Q(price__gt=1)).check({"price": 2})

    assert not any("cycleprof.error" in span.attributes for span in session.profile.spans)
