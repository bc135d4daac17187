"""Each remedy is applied, at two sizes of data, and leaves as many queries as it said."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, prefetch_related_objects

from cycleprof.analysis.growth import fit, fitted
from tests.findings.models import Author, Biography, Book, Country, Note, Tag

SIZES = (3, 7)
NAMES = {
    "Count": Count, "Exists": Exists, "Max": Max, "OuterRef": OuterRef, "Prefetch": Prefetch,
}  # fmt: skip

PASTED = {
    "foreign key": (Book.objects.all, lambda book: book.author),
    "second step": (lambda: Book.objects.select_related("author"), lambda book: book.origin),
    "beside another join": (
        lambda: Author.objects.select_related("country"),
        lambda author: author.biography,
    ),
    "one to one": (Author.objects.all, lambda author: author.biography),
    "only without the key": (lambda: Book.objects.only("title"), lambda book: book.author_id),
    "generic": (Note.objects.all, lambda note: note.target),
    "reverse": (Author.objects.all, lambda author: list(author.books.all())),
    "many to many": (Book.objects.all, lambda book: list(book.tags.all())),
    "generic relation": (Author.objects.all, lambda author: list(author.notes.all())),
    "behind a prefetch": (
        lambda: Author.objects.prefetch_related("books"),
        lambda author: [list(book.tags.all()) for book in author.books.all()],
    ),
    "deferred by only": (lambda: Book.objects.only("title"), lambda book: book.blurb),
    "deferred by defer": (lambda: Book.objects.defer("blurb"), lambda book: book.blurb),
    "of a slice": (lambda: Book.objects.readable().order_by("pk"), lambda book: book.author),
}


def run(seen, rows, use):
    with seen() as result:
        for row in rows:
            use(row)
    return result


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("case", PASTED.values(), ids=PASTED)
def test_code_pasted_at_the_source_leaves_what_was_said(library, seen, case, size):
    library(size)
    ContentType.objects.get_for_model(Author)
    rows, use = case
    before = run(seen, rows(), use)
    finding = before.finding

    mended = eval(f"rows(){finding.remedy.code}", NAMES | {"rows": rows})
    after = run(seen, mended, use)

    assert after.codes == []
    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries


@pytest.mark.parametrize("size", SIZES)
def test_count_becomes_an_annotation(library, seen, size):
    library(size)
    before = run(seen, Author.objects.all(), lambda author: author.books.count())
    finding = before.finding

    mended = eval(f"Author.objects.all(){finding.remedy.code}", NAMES | {"Author": Author})
    after = run(seen, mended, lambda author: author.books_count)

    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries == 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("ask", "attribute"),
    [
        (lambda author: author.books.exists(), "has_books"),
        (lambda author: author.books.aggregate(Max("pages")), "books_max"),
        (lambda author: author.pupils.count(), "pupils_count"),
    ],
    ids=["exists", "maximum", "count"],
)
def test_annotations_need_no_editing(library, seen, ask, attribute, size):
    library(size)
    before = run(seen, Author.objects.all(), ask)
    finding = before.finding

    mended = eval(
        f"Author.objects.all(){finding.remedy.code}", NAMES | {"Author": Author, "Book": Book}
    )
    after = run(seen, mended, lambda author: getattr(author, attribute))

    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries == 1


def test_annotation_keeps_the_order_of_the_model(library, seen):
    library()
    before = run(seen, Country.objects.all(), lambda country: country.authors.count())
    code = before.finding.remedy.code

    assert code == '.annotate(authors_count=Count("authors")).order_by("name")'
    assert list(eval(f"Country.objects.all(){code}", NAMES | {"Country": Country})) == list(
        Country.objects.all()
    )


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda author: Biography.objects.filter(author=author).count(),
         'Biography.objects.values("author_id").annotate(n=Count("pk"))'),
        (lambda author: list(Biography.objects.filter(author=author)),
         "Biography.objects.filter(author_id__in=keys)"),
        (lambda author: Biography.objects.get(author=author),
         'Biography.objects.in_bulk(keys, field_name="author_id")'),
        (lambda author: Author.objects.filter(name=author.name).first(),
         "{row.name: row for row in Author.objects.filter(name__in=keys)}"),
    ],
    ids=["count", "filter", "unique", "not unique"],
)  # fmt: skip
def test_remedies_name_fields_and_not_columns(library, seen, ask, code):
    library()

    assert run(seen, Author.objects.all(), ask).finding.remedy.code == code


@pytest.mark.parametrize("pick", ["first", "last"])
def test_prefetched_rows_give_the_same_one(library, seen, pick):
    library()
    Book.objects.update(author=Author.objects.first())
    authors = Author.objects.filter(pk__lte=Author.objects.first().pk + 1).prefetch_related("books")
    before = run(seen, authors, lambda author: getattr(author.books, pick)())

    for author in authors:
        assert (
            eval(before.finding.remedy.code, {"instance": author}) == getattr(author.books, pick)()
        )


@pytest.mark.parametrize("size", SIZES)
def test_filtered_prefetch_goes_beside_the_plain_one(library, seen, size):
    library(size)
    authors = Author.objects.prefetch_related("books")
    before = run(seen, authors, lambda author: list(author.books.filter(pages=1)))
    finding = before.finding
    code = finding.remedy.code.replace("filter(...)", "filter(pages=1)")

    mended = eval(f"authors.all(){code}", NAMES | {"authors": authors, "Book": Book})
    after = run(seen, mended, lambda author: author.chosen_books)

    assert after.codes == []
    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries


@pytest.mark.parametrize("size", SIZES)
def test_prefetched_rows_are_used(library, seen, size):
    library(size)
    authors = Author.objects.prefetch_related("books")
    before = run(seen, authors, lambda author: author.books.first())
    finding = before.finding

    after = run(
        seen, authors.all(), lambda instance: eval(finding.remedy.code, {"instance": instance})
    )

    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries == 2


@pytest.mark.parametrize("size", SIZES)
def test_one_prefetch_for_all(library, seen, size):
    library(size)
    before = run(seen, Author.objects.all(), lambda one: prefetch_related_objects([one], "books"))
    finding = before.finding

    mended = eval(f"Author.objects.all(){finding.remedy.code}", {"Author": Author})
    after = run(seen, mended, lambda author: list(author.books.all()))

    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries


@pytest.mark.parametrize("size", [5, 9])
def test_in_bulk_replaces_get(library, seen, size):
    keys = library(size)
    before = run(seen, keys, lambda key: Book.objects.get(pk=key))
    finding = before.finding

    with seen() as after:
        eval(finding.remedy.code, {"Book": Book, "keys": keys})

    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries


@pytest.mark.parametrize("size", [5, 9])
def test_in_bulk_by_another_field(library, seen, size):
    library(size)
    names = list(Tag.objects.values_list("name", flat=True))
    before = run(seen, names, lambda name: Tag.objects.filter(name=name).first())

    with seen() as after:
        eval(before.finding.remedy.code, {"Tag": Tag, "keys": names})

    assert after.queries == before.finding.remedy.expected_queries


@pytest.mark.parametrize("size", [5, 9])
def test_bulk_update_replaces_save(library, seen, size):
    library(size)
    objects = list(Book.objects.all())
    for book in objects:
        book.pages += 1
    before = run(seen, objects, lambda book: book.save(update_fields=["pages"]))
    finding = before.finding

    with seen() as after:
        eval(finding.remedy.code, {"Book": Book, "objects": objects})

    assert after.queries == before.queries - finding.count + finding.remedy.expected_queries


@pytest.mark.parametrize("size", [5, 9])
def test_bulk_create_replaces_create(db, library, seen, size):
    library(1)
    before = run(seen, range(size), lambda number: Tag.objects.create(name=f"one {number}"))

    with seen() as after:
        objects = [Tag(name=f"two {number}") for number in range(size)]
        eval(before.finding.remedy.code, {"Tag": Tag, "objects": objects})

    assert after.queries == before.finding.remedy.expected_queries


@pytest.mark.parametrize("size", [5, 9])
def test_queryset_delete_replaces_delete(library, seen, size):
    library(size)
    before = run(seen, Note.objects.all(), lambda note: note.delete())
    library_notes = [Note(text="x", target=author) for author in Author.objects.all()]
    Note.objects.bulk_create(library_notes)

    with seen() as after:
        eval(before.finding.remedy.code.replace("(...)", "(text='x')"), {"Note": Note})

    assert after.queries == before.finding.remedy.expected_queries


@pytest.mark.parametrize("size", [5, 9])
def test_add_takes_all(library, seen, size):
    library(size)
    first, second = Book.objects.all()[:2]
    tags = list(Tag.objects.exclude(books__in=[first, second]))
    tags += [Tag.objects.create(name=f"more {number}") for number in range(size)]
    before = run(seen, tags, first.tags.add)
    finding = before.finding

    with seen() as after:
        eval(finding.remedy.code, {"instance": second, "objects": tags})

    inserts = [group for group in after.report.queries if group.sql.startswith("INSERT")]
    assert sum(group.count for group in inserts) == finding.remedy.expected_queries


def test_growth_is_fitted_through_profiles_of_several_sizes(library, seen):
    library(12)
    points = []
    for size in (2, 6, 12):
        result = run(
            seen, Book.objects.all()[:size], lambda book: (book.author, list(book.tags.all()))
        )
        points.append((size, result.queries))

    growth = fit(points, "book")

    assert growth.in_words(200) == "1 + 2 per book: 401 queries at 200 books"


def test_growth_of_one_finding_through_the_reports_of_a_route(library, seen):
    library(12)
    reports = [
        run(seen, Book.objects.all()[:size], lambda book: book.author).report for size in (3, 12, 7)
    ]

    growth = fitted(reports, reports[0].findings[0].fingerprint)

    assert growth.in_words(200) == "1 + 1 per book: 201 queries at 200 books"


def test_one_size_shows_no_trend():
    assert fit([(4, 5), (4, 5)]) is None
