"""Findings that somebody has silenced, and silencers that silence nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Engine

import cycleprof
from cycleprof.analysis.silencing import Pattern, Silence, parse_pattern, sift, unused
from tests.findings.models import Book


def read_authors(books):
    return [book.author for book in books]


def findings_of(seen, **silence):
    with seen() as result:
        read_authors(Book.objects.all())
    return cycleprof.analyse(result.profile, silence=Silence(**silence)).findings


def test_comment_at_the_source(library, seen):
    library()
    with seen() as result:
        books = Book.objects.all()  # cycleprof: ignore[CP001] there are never more than ten
        read_authors(books)

    assert result.codes == []


def test_comment_at_the_trigger(library, seen):
    library()
    with seen() as result:
        for book in Book.objects.all():
            book.author  # noqa: B018  # cycleprof: ignore[CP001, CP002]

    assert result.codes == []


def test_comment_alone_on_the_line_above(library, seen):
    library()
    with seen() as result:
        # cycleprof: ignore[CP001] as above
        books = Book.objects.all()
        read_authors(books)

    assert result.codes == []


def test_comment_of_another_code_silences_nothing(library, seen):
    library()
    with seen() as result:
        read_authors(Book.objects.all())  # cycleprof: ignore[CP002]

    assert result.codes == ["CP001"]


def test_comment_in_a_template(library, seen, tmp_path):
    library()
    (tmp_path / "list.html").write_text(
        "{% for book in books %}\n{{ book.author.name }}{# cycleprof: ignore[CP001] few #}\n"
        "{% endfor %}"
    )
    template = Engine(dirs=[tmp_path]).get_template("list.html")
    with seen() as result:
        template.render(Context({"books": Book.objects.all()}))

    assert result.codes == []


def test_block(library, seen):
    library()
    with seen() as result, cycleprof.ignore("CP001", reason="two rows at most"):
        read_authors(Book.objects.all())

    assert result.codes == []


def test_block_of_another_code(library, seen):
    library()
    with seen() as result, cycleprof.ignore("CP005"):
        read_authors(Book.objects.all())

    assert result.codes == ["CP001"]


def test_block_around_a_part_does_not_silence_the_rest(library, seen):
    library()
    with seen() as result:
        books = list(Book.objects.all())
        with cycleprof.ignore("CP001"):
            read_authors(books[:3])
        read_authors(books[3:])

    assert result.codes == ["CP001"]


def test_decorated_function(library, seen):
    library()
    with seen() as result:
        cycleprof.ignore("CP001")(read_authors)(Book.objects.all())

    assert result.codes == []


@pytest.mark.parametrize(
    "pattern",
    [Pattern(code="CP001"), Pattern(model="site.Book.author"), Pattern(model="site.*"),
     Pattern(code="CP00?", route="te*")],
    ids=["code", "relation", "app", "route"],
)  # fmt: skip
def test_pattern(library, seen, pattern):
    library()
    assert findings_of(seen, patterns=(pattern,)) == ()


def test_pattern_ends(library, seen):
    library()
    pattern = parse_pattern({"code": "CP001", "until": "2026-01-31"})
    assert findings_of(seen, patterns=(pattern,), today=date(2026, 1, 31)) == ()
    assert len(findings_of(seen, patterns=(pattern,), today=date(2026, 2, 1))) == 1


@pytest.mark.parametrize(
    ("raw", "message"),
    [("CP001", "no dict"), ({"codes": "CP001"}, "unknown keys"), ({"until": "soon"}, "no date")],
)
def test_bad_pattern_says_what_is_wrong(raw, message):
    with pytest.raises(ValueError, match=message):
        parse_pattern(raw)


def test_baseline(library, seen):
    library()
    (finding,) = findings_of(seen)
    assert findings_of(seen, baseline=frozenset({finding.fingerprint})) == ()


def test_silencers_that_silence_nothing_are_named(library, seen):
    library()
    with seen() as result:
        list(Book.objects.all())  # cycleprof: ignore[CP001] once this was slow
    silence = Silence(patterns=(Pattern(code="CP009"),), baseline=frozenset({"0123"}))

    found = unused([sift((), result.profile, silence)])

    assert found[:2] == ["0123", "CP009 * *"]
    assert found[2].startswith("tests/findings/test_silencing.py:")


def test_a_silencer_used_in_one_profile_is_in_use(library, seen):
    library()
    silence = Silence(patterns=(Pattern(code="CP001"),))
    with seen() as result:
        read_authors(Book.objects.all())
    bare = cycleprof.analyse(result.profile).findings

    assert unused([sift(bare, result.profile, silence), sift((), result.profile, silence)]) == []
