from __future__ import annotations

import json

import pytest

from cycleprof.gate.run import Run
from cycleprof.gate.writer import RunWriter
from cycleprof.serialize import DocumentError

from .factories import a_test, environment


def ids(path):
    return [test["nodeid"] for test in Run(path)]


def test_the_file_is_one_json_document_after_every_test(tmp_path):
    path = tmp_path / "run.json"
    with RunWriter(path, environment()) as writer:
        for number in range(3):
            assert len(json.loads(path.read_text())["tests"]) == number
            writer.add(a_test(f"test_{number}"))
    document = json.loads(path.read_text())
    assert document["schema"] == "cycleprof.run/1"
    assert document["environment"] == environment()
    assert [test["nodeid"] for test in document["tests"]] == ["test_0", "test_1", "test_2"]


def test_tests_are_read_as_they_were_written(write):
    written = a_test("test_a\n\"'ü")
    assert list(Run(write("run.json", written))) == [written]


@pytest.mark.parametrize("lost", range(1, 40, 3))
def test_a_crash_while_writing_loses_at_most_the_last_test(write, lost):
    path = write("run.json", "test_a", "test_b")
    path.write_bytes(path.read_bytes()[:-lost])
    assert ids(path) in (["test_a"], ["test_a", "test_b"])


def test_another_layout_of_the_same_document_is_read_too(write):
    path = write("run.json", "test_a", "test_b")
    path.write_text(json.dumps(json.loads(path.read_text()), indent=2))
    assert ids(path) == ["test_a", "test_b"]


def test_a_version_that_is_known_late_enters_the_head(tmp_path):
    late = environment(databases=[{"alias": "default", "vendor": "postgresql", "version": "17.2"}])
    early = environment(databases=[{**late["databases"][0], "version": None}])
    with RunWriter(tmp_path / "run.json", early) as writer:
        writer.add(a_test("test_a"))
        writer.update(late)
    assert Run(tmp_path / "run.json").environment == late
    assert ids(tmp_path / "run.json") == ["test_a"]


@pytest.mark.parametrize("text", ["", "{}", "[]", "nonsense", '{"tests":[', '{"tests":[]}'])
def test_what_is_no_run_document_is_refused_with_its_path(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    with pytest.raises(DocumentError, match=r"other\.json"):
        Run(path)
