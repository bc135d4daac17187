"""The commands that read what is in the store."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cycleprof.exporters import FORMATS
from cycleprof.model import RequestInfo
from cycleprof.stores import make_entry
from tests.documents import validate
from tests.stores.profiles import loading, make_profile

QUERY = "SELECT * FROM blog_author WHERE id = 7"


def test_an_empty_store_says_so(cli, store):
    store.save([])
    assert "Nothing is recorded yet" in cli("list").out


def test_a_list_begins_with_the_newest(cli, saved):
    saved("/old/", started_ns=1_700_000_000_000_000_000)
    saved("/new/")
    lines = cli("list").out.splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["/new/", "/old/"]


def test_a_list_as_json_is_what_the_api_gives(cli, saved):
    saved()
    saved()
    document = json.loads(cli("list", "--json", "--limit", 1).out)
    validate("summary", document)
    assert document["next"] == document["profiles"][0]["id"]


def test_a_list_is_filtered_by_a_query(cli, saved):
    saved("/a/")
    saved("/b/", status=500)
    assert "/a/" not in cli("list", "status:>=500", "path:b").out


def test_show_last_is_the_newest(cli, saved):
    saved("/old/", started_ns=1_700_000_000_000_000_000)
    saved("/new/", queries=(QUERY,) * 4)
    result = cli("show", "last")
    assert result.status == 0
    assert result.out.startswith("GET /new/  200  50.0 ms")
    assert "4 \N{MULTIPLICATION SIGN} SELECT" in result.out
    assert "CP007" in result.out


def test_show_of_an_address_that_no_pattern_matches(cli, saved):
    request = RequestInfo(method="GET", path="/nowhere/")
    one = saved("/nowhere/", status=404, request=request)
    assert cli("show", "last").out.splitlines()[1].startswith(one)


def test_show_takes_an_id_its_beginning_a_query_and_a_file(cli, saved, tmp_path):
    one = saved("/posts/", started_ns=1_700_000_000_000_000_000)
    saved("/other/")
    cli("export", "json", one, "-o", tmp_path / "a.json")
    for target in (one, one[:12], "path:posts", tmp_path / "a.json"):
        document = json.loads(cli("show", target, "--json").out)
        validate("report", document)
        assert document["profile"]["id"] == one


def test_show_tells_what_the_browser_measured(cli, saved):
    saved(browser=loading())
    lines = cli("show", "last").out.splitlines()
    assert (
        "browser: first byte 300 ms, first contentful paint 330 ms, largest 345 ms, "
        "DOM ready 321 ms, loaded 350 ms, 1 requests of the page"
    ) in lines


def test_the_beginning_of_several_ids_is_not_enough(cli, saved):
    saved(started_ns=1_700_000_000_000_000_000)
    saved(started_ns=1_700_000_000_000_000_000)
    result = cli("show", "018bcfe568")
    assert result.status == 2
    assert "2 ids begin with" in result.err


def test_the_shares_of_a_waterfall_are_of_one_scale(cli, saved):
    saved(queries=(QUERY,))
    root, query = cli("show", "last").out.splitlines()[4:6]
    assert root.count("█") > 40
    assert query.count("█") == 1


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_every_format_goes_to_a_file_and_to_standard_output(cli, saved, tmp_path, one):
    saved(queries=(QUERY,) * 4)
    to_file = cli("export", one.name, "last", "-o", tmp_path / "out")
    assert to_file.status == 0
    assert cli("export", one.name, "last").raw == (tmp_path / "out").read_bytes()


def test_a_query_exports_as_many_as_are_asked_for(cli, saved):
    saved()
    saved()
    assert "## 2 profiles" in cli("export", "markdown", "path:posts", "--limit", 5).out


def test_compare_gives_one_sentence_first_and_status_1_when_worse(cli, saved):
    base, head = saved(), saved(queries=(QUERY,) * 20)
    result = cli("compare", base, head)
    assert result.status == 1
    assert result.out.startswith(
        "+20 \N{MULTIPLICATION SIGN} SELECT from views.py:10; 1 finding new\n"
    )
    assert cli("compare", head, base).status == 0
    same = cli("compare", base, base)
    assert (same.status, "Both sides are the same profile." in same.out) == (0, True)


def test_compare_gives_the_same_in_all_its_forms(cli, saved):
    base, head = saved(), saved(queries=(QUERY,))
    document = json.loads(cli("compare", base, head, "--json").out)
    validate("compare", document)
    assert document["sentence"] in cli("compare", base, head, "--markdown").out
    assert document["sentence"] in cli("compare", base, head, "--tree").out


def test_pruning_by_query_leaves_what_is_pinned(cli, saved, store):
    store.pin(saved("/a/"), pinned=True)
    saved("/a/")
    saved("/b/")
    assert json.loads(cli("prune", "path:a", "--json").out) == {"deleted": 1}
    assert len(store.find((), limit=9)) == 2
    assert cli("prune", "--all").out == "1 profiles deleted\n"


def test_pruning_by_limits(cli, saved):
    for _ in range(5):
        saved()
    assert json.loads(cli("prune", "--bytes", 0, "--json").out) == {"deleted": 5}


def test_tail_follows_and_ends_after_so_many(cli, saved):
    saved("/a/")
    saved("/b/")
    lines = cli("tail", "--last", 2, "--count", 2, "--json").out.splitlines()
    assert {json.loads(line)["path"] for line in lines} == {"/a/", "/b/"}


def test_schemas_are_printed(cli):
    assert set(json.loads(cli("schema").out)) == {"profile", "report", "run"}
    assert json.loads(cli("schema", "report").out)["title"] == "cycleprof report"


def test_repeats_stand_in_one_line_with_all_that_is_in_them(cli, store):
    profile = make_profile()
    root = profile.spans[0]
    spans = [root]
    for number in range(5):
        start = 1_000 + number * 1_000
        card = replace(root, id=10 + 2 * number, parent_id=1, name="card", start_ns=start,
                       end_ns=start + 900)  # fmt: skip
        query = replace(card, id=11 + 2 * number, parent_id=card.id, name="SELECT a")
        spans += [card, query]
    store.save([make_entry(replace(profile, spans=tuple(spans)))])
    lines = cli("show", "last").out.splitlines()[5:7]
    times = "\N{MULTIPLICATION SIGN}"
    assert lines[0].startswith(f"  5 {times} card ")
    assert lines[1].startswith(f"    5 {times} SELECT a ")
