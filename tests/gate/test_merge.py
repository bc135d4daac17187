from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cycleprof.gate.environment import IncomparableError
from cycleprof.gate.merge import merge_runs
from cycleprof.gate.run import Run

from .factories import a_test, cycle, query


def test_shards_merge_in_any_order_and_grouping_to_the_same_bytes(write, tmp_path):
    again = a_test("test_b", cycle(query("SELECT 1")))
    shards = [write("1", "test_c", "test_b"), write("2", "test_a"), write("3", again, "test_d")]
    results = set()
    for first, second, third in permutations(shards):
        merge_runs([first, second], tmp_path / "part")
        merge_runs([tmp_path / "part", third], tmp_path / "left")
        merge_runs([first, second, third], tmp_path / "flat")
        results |= {(tmp_path / name).read_bytes() for name in ("left", "flat")}
    assert len(results) == 1
    merged = [test["nodeid"] for test in Run(tmp_path / "flat")]
    assert merged == ["test_a", "test_b", "test_c", "test_d"]


def test_shards_of_different_databases_do_not_merge(write, tmp_path):
    other = [{"alias": "default", "vendor": "postgresql", "version": "17.2"}]
    with pytest.raises(IncomparableError, match="'default' is sqlite in the base and postgresql"):
        merge_runs([write("1"), write("2", databases=other)], tmp_path / "both")


def test_a_source_is_never_overwritten(write):
    path = write("1", "test_a")
    with pytest.raises(ValueError, match="one of the documents to merge"):
        merge_runs([path], path)
    assert [test["nodeid"] for test in Run(path)] == ["test_a"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    shards=st.lists(st.lists(st.integers(0, 5), max_size=4), min_size=1, max_size=5),
    data=st.data(),
)
def test_whatever_the_shards_their_order_and_grouping_give_the_same_bytes(
    write, tmp_path, shards, data
):
    """Shards overlap: a test that several of them ran differs by what it asked there."""
    paths = [
        write(f"s{at}", *(a_test(f"test_{n}", cycle(query(f"SELECT {n} {at}"))) for n in shard))
        for at, shard in enumerate(shards)
    ]
    merge_runs(paths, tmp_path / "flat")
    waiting = data.draw(st.permutations(paths))
    for step in range(len(waiting) - 1):  # put two together until one is left
        first, second = waiting.pop(0), waiting.pop(data.draw(st.integers(0, len(waiting) - 1)))
        merge_runs([first, second], tmp_path / f"part{step}")
        waiting.append(tmp_path / f"part{step}")
    merge_runs(waiting, tmp_path / "grouped")
    assert (tmp_path / "grouped").read_bytes() == (tmp_path / "flat").read_bytes()
