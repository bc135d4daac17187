"""Where the tag goes, as bytes in and bytes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycleprof.toolbar.encoding import EncodingError
from cycleprof.toolbar.html import insert_tag, is_whole_page

TAG = "<script></script>"


def insert(text, charset="utf-8"):
    return insert_tag(text.encode(charset), TAG, charset).decode(charset)


def test_before_the_end_of_the_body():
    assert insert("<body>x</body></html>") == f"<body>x{TAG}</body></html>"


def test_at_the_very_end_without_one():
    assert insert("<html><p>x") == f"<html><p>x{TAG}"


def test_in_capitals_and_with_spaces():
    assert insert("<BODY>x</BODY  >") == f"<BODY>x{TAG}</BODY  >"


def test_the_last_of_several_counts():
    assert insert("<pre></body></pre>x</body>") == f"<pre></body></pre>x{TAG}</body>"


@pytest.mark.parametrize("fake", ["<!-- </body> -->", "<script>'</body>'</script>"])
def test_one_that_is_no_markup_does_not_count(fake):
    assert insert(f"<body>x</body>{fake}") == f"<body>x{TAG}</body>{fake}"


@pytest.mark.parametrize(
    "charset", ["utf-8", "latin-1", "shift_jis", "utf-16", "utf-16-le", "utf-8-sig"]
)
def test_in_any_charset(charset):
    page = "<body>日本</body>" if charset != "latin-1" else "<body>é</body>"
    changed = insert_tag(page.encode(charset), TAG, charset)
    assert changed.decode(charset) == page.replace("</body>", f"{TAG}</body>")


def test_bytes_that_are_not_of_the_charset_pass_untouched():
    assert (
        insert_tag(b"<body>\xff\xfe</body>", TAG, "utf-8")
        == b"<body>\xff\xfe" + TAG.encode() + b"</body>"
    )


def test_a_body_that_is_not_utf_16_is_refused():
    with pytest.raises(EncodingError):
        insert_tag(b"\xd8\x00\xd8\x00", TAG, "utf-16-be")


@given(st.binary())
def test_the_rest_of_the_body_never_changes(body):
    changed = insert_tag(body, TAG, "utf-8")
    assert changed.replace(TAG.encode(), b"", 1) == body or body.count(TAG.encode())


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html>",
        "<html lang=en>",
        "\n\n<!-- a --><HTML>",
        "<head></head>",
        "<body class=x>",
    ],
)
def test_a_document_is_recognised(text):
    assert is_whole_page(text.encode(), "utf-8", None)


@pytest.mark.parametrize(
    "text", ["<li>one</li>", "", "plain", "<!-- <html> --><p>x</p>", "<header></header>"]
)
def test_a_piece_of_one_is_not(text):
    assert not is_whole_page(text.encode(), "utf-8", None)


def test_what_the_browser_opened_as_a_page_is_one():
    assert is_whole_page(b"<h1>Hi</h1>", "utf-8", "document")
