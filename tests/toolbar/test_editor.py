"""Which editor opens a line, where its file lies for it, and which key opens the panel."""

from __future__ import annotations

from pathlib import Path

import pytest

from cycleprof.conf import parse
from cycleprof.editors import EDITORS, folders, is_editor, is_shortcut, pattern, shortcut


def test_editor_is_named_or_spelt_out():
    assert pattern("zed") == EDITORS["zed"]
    assert pattern("x://{file}") == "x://{file}"


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("vscode", True), ("myeditor://open?path={file}&line={line}", True), ("emacs", False),
        ("javascript:alert('{file}')", False), ("JavaScript:{file}", False), ("{file}", False),
        ("data:text/html,{file}", False), ("vscode://file", False),
    ],
)  # fmt: skip
def test_pattern_must_name_the_file_and_may_not_be_a_script(value, good):
    assert is_editor(value) is good
    assert parse({"EDITOR": value})[0].editor == (value if good else None)


@pytest.mark.parametrize(
    ("key", "good"),
    [
        ("Alt+Shift+P", True), ("Ctrl+K", True), ("F9", True), ("Shift+F2", True), ("P", False),
        ("Shift+P", False), ("Alt+", False), ("Hyper+P", False), ("Alt+P+Q", False),
    ],
)  # fmt: skip
def test_key_must_not_be_one_that_types(key, good):
    assert is_shortcut(key) is good


def test_modifiers_stand_in_the_browser_s_order():
    assert shortcut("Shift+Alt+P") == "Alt+Shift+P"


def test_no_key_is_a_choice_and_the_map_takes_texts():
    assert parse({"KEY": None})[0].key is None
    assert parse({"PATH_MAP": {"/app": 5}})[1]


def test_folders_are_found_by_the_first_part_and_mapped_by_the_longest_prefix(tmp_path):
    for file in ("app/blog/views.py", "lib/django/http.py"):
        path = tmp_path / file
        path.parent.mkdir(parents=True)
        path.touch()
    here = Path(tmp_path).resolve().as_posix()
    roots = [tmp_path / "app", tmp_path / "lib"]

    found = folders(
        ["blog/views.py", "django/http.py", "gone/x.py", "\0"],
        roots,
        {here: "C:\\wrong", f"{here}/app": "/home/me/shop/"},
    )

    assert found == {"blog": "/home/me/shop", "django": "C:/wrong/lib"}


def test_a_file_that_many_spans_name_is_looked_for_once(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(Path, "is_file", lambda path: bool(asked.append(path)))
    assert folders(["gone/views.py"] * 1_000, [tmp_path], {}) == {}
    assert asked == [tmp_path / "gone/views.py"]
