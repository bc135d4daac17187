from __future__ import annotations

from dataclasses import replace

from panel_factories import Outline, profile

from cycleprof.analysis import analyse
from cycleprof.model import Origin
from cycleprof.panels import document, flame, lanes

VIEW = Origin(file="blog/views.py", line=10, function="view")


def sampled(*runs, path="/blog/", note=None, **request):
    """A profile whose Python runs are (name, depth, start, end[, origin])."""
    outline = Outline()
    root = outline.add(None, "server", "GET /blog/", 0, 100, of={"cycleprof__python": note})
    for name, depth, start, end, *origin in runs:
        attributes = {"cycleprof.python.depth": depth, "code.function.name": name}
        outline.add(root, "python", name, start, end, overlay=True, of=attributes,
                    origin=origin[0] if origin else None)  # fmt: skip
    made = profile(outline.spans)
    return replace(made, request=replace(made.request, path=path, **request))


def panel(made):
    return next(one for one in document(analyse(made))["panels"] if one["id"] == "flame")


def calls(made):
    block = panel(made)["blocks"][0]
    columns = block["views"][0]["columns"]
    names = [block["names"][name] for name in columns["name"]]
    return list(zip(names, columns["depth"], columns["total"], columns["own"], strict=True))


def test_runs_of_one_function_below_the_same_caller_are_one_frame():
    made = sampled(
        ("view", 0, 0, 100, VIEW), ("send", 1, 10, 30), ("send", 1, 50, 60), ("render", 1, 60, 95)
    )  # fmt: skip

    assert calls(made) == [
        ("view", 0, 100_000_000, 35_000_000),
        ("render", 1, 35_000_000, 35_000_000),
        ("send", 1, 30_000_000, 30_000_000),
    ]


def test_code_of_the_project_can_be_seen_alone():
    made = sampled(("handler", 0, 0, 100), ("view", 3, 5, 90, VIEW), ("send", 4, 10, 30))

    views = panel(made)["blocks"][0]["views"]

    assert [one["label"] for one in views] == ["All frames", "Your code"]
    assert views[1]["columns"]["total"] == [85_000_000]
    assert views[0]["columns"]["ours"] == [0, 1, 0]


def test_function_that_calls_itself_counts_its_total_once():
    made = sampled(("walk", 0, 0, 80, VIEW), ("walk", 1, 10, 60, VIEW), ("walk", 2, 20, 50, VIEW))

    (row,) = panel(made)["blocks"][0]["table"]["rows"]

    assert row["cells"][1] == {"ns": 80_000_000}
    assert row["cells"][3] == {"ns": 80_000_000}


def test_very_deep_stack_is_no_trouble():
    made = sampled(*(("walk", depth, 0, 100, VIEW) for depth in range(1_500)))

    assert len(calls(made)) == 1_500


def test_threads_are_apart():
    made = sampled(("view", 0, 0, 100, VIEW), ("send", 1, 10, 30))
    root, view, send = made.spans
    made = replace(made, spans=(root, view, replace(send, thread="pool-1")))

    assert [depth for _name, depth, *_ in calls(made)] == [0, 0]


def test_without_a_sample_the_tab_offers_one():
    blocks = panel(sampled())["blocks"]

    assert blocks[1] == {
        "kind": "rerun", "label": "Sample Python", "address": "/blog/", "sample": True,
    }  # fmt: skip


def test_what_kept_it_from_sampling_is_told():
    blocks = panel(sampled(note="pyinstrument is not installed"))["blocks"]

    assert blocks[0]["text"] == {"mono": "pyinstrument is not installed"}


def test_sampled_stacks_are_no_part_of_the_timeline():
    made = sampled(("view", 0, 0, 100, VIEW))

    assert lanes.shown(analyse(made)) == ()
    assert flame.build(analyse(made)).count == 1


def test_only_a_get_whose_address_is_whole_can_be_repeated():
    def address(**request):
        return document(analyse(sampled(**request)))["head"].get("rerun")

    assert address(query={"q": ["a b", "c"], "cycleprof": ["python"]}) == "/blog/?q=a+b&q=c"
    assert address(path="/blog/ä?/") == "/blog/%C3%A4%3F/"
    assert address(method="POST") is None
    assert address(query={"token": ["********"]}) is None
    assert address(path="//elsewhere.example/") is None


def test_straight_run_of_library_calls_is_one_call_and_loses_nothing():
    made = sampled(
        ("inner", 0, 0, 100), ("call", 1, 0, 100), ("handle", 2, 1, 99), ("log", 3, 1, 3),
        ("view", 3, 5, 99, VIEW), ("render", 4, 10, 90),
    )  # fmt: skip

    views = {one["label"]: one["columns"] for one in panel(made)["blocks"][0]["views"]}

    assert next(iter(views)) == "Libraries folded"
    assert calls(made) == [
        ("3 calls: inner … handle", 0, 100_000_000, 4_000_000),
        ("view", 1, 94_000_000, 14_000_000),
        ("render", 2, 80_000_000, 80_000_000),
        ("log", 1, 2_000_000, 2_000_000),
    ]
    assert sum(views["Libraries folded"]["own"]) == sum(views["All frames"]["own"])


def test_library_calls_that_part_are_not_folded():
    made = sampled(("inner", 0, 0, 100), ("a", 1, 0, 50), ("b", 1, 50, 100), ("c", 2, 50, 100))

    assert [one["label"] for one in panel(made)["blocks"][0]["views"]] == ["All frames"]
