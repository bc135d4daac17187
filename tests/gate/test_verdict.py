from __future__ import annotations

import pytest

from cycleprof.gate.limits import make_budget
from cycleprof.gate.verdict import applies_to_cycle, applies_to_test, is_route, judge

from .factories import cycle, query

FOUND = {
    "f1": {"fingerprint": "f1", "code": "CP001", "confidence": "exact"},
    "f2": {"fingerprint": "f2", "code": "CP022", "confidence": "possible"},
    "f3": {"fingerprint": "f3", "code": "CP021", "confidence": "exact"},
}
ONE = cycle(query("SELECT 1", 3), findings=["f1", "f2", "f3"])


@pytest.mark.parametrize(
    ("limits", "known", "found"),
    [
        ({"queries": 3}, (), None),
        ({"queries": 2}, (), 3),
        ({"findings": "none"}, (), 2),
        ({"findings": 2}, (), None),
        ({"findings": 0}, (), 2),
        ({"findings": "none exact"}, (), 1),
        ({"findings": "none new"}, ("f1", "f2"), None),
        ({"findings": "none new"}, ("f1",), 1),
    ],
)
def test_a_budget_is_broken_by_what_exceeds_it(limits, known, found):
    breach = judge(make_budget("t", "here", limits), [ONE], FOUND, known)
    assert (breach and breach.excesses[0].found) == found


def test_cycles_of_a_test_count_together_and_nested_ones_once():
    cycles = [ONE, ONE, {**ONE, "nested": True}]
    breach = judge(make_budget("t", "here", {"queries": 5}), cycles, {})
    assert breach.excesses[0].found == 6


def test_what_a_mode_does_not_measure_is_said_and_not_judged():
    breach = judge(make_budget("t", "here", {"rows": 0, "queries": 0}), [ONE], {})
    assert breach.unmeasured == ("rows",)
    assert len(breach.excesses) == 1


@pytest.mark.parametrize(
    ("name", "applies"),
    [
        ("GET /books/", True),
        ("/books/", True),
        ("* /boo*", True),
        ("GET books", True),
        ("GET books/", True),
        ("POST /books/", False),
        ("GET /other/", False),
    ],
)
def test_routes_are_named_by_pattern_url_name_or_path(name, applies):
    assert is_route(name)
    assert applies_to_cycle(name, ONE) is applies


def test_a_route_with_brackets_matches_itself():
    one = cycle(route=r"^books/(?P<pk>[0-9]+)/$")
    assert applies_to_cycle(r"GET ^books/(?P<pk>[0-9]+)/$", one)


def test_tests_are_named_by_node_id_module_or_pattern():
    nodeid = "tests/test_shop.py::TestA::test_b[GET /x]"
    assert not is_route("tests/test_shop.py")
    for name in (nodeid, "tests/test_shop.py", "tests/*", "*::test_b*"):
        assert applies_to_test(name, nodeid)
    assert not applies_to_test("tests/test_other.py", nodeid)
