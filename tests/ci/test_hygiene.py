from __future__ import annotations

import pytest

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"a\nb \n", "2: has blanks at the end"),
        (b"a\r\n", "1: has CRLF"),
        (b"a\n<<<<<<< ours\n", "2: has a merge mark"),
        (b"a", "does not end with"),
        (b"a\n\n", "does not end with"),
        (b"a" * 500_000 + b"\n", "is larger than 500,000 bytes"),
    ],
)
def test_untidy_file_is_named_with_its_line(script, tmp_path, content, complaint):
    (tmp_path / "untidy").write_bytes(content)

    done = script("hygiene.py", "untidy")

    assert complaint in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize("content", [b"a\n\nb\n", b"", b"\x89PNG\r\n\0 \n"])
def test_tidy_and_binary_files_pass(script, tmp_path, content):
    (tmp_path / "tidy").write_bytes(content)

    assert script("hygiene.py", "tidy").returncode == 0
