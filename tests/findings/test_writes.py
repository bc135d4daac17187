"""Findings about rows that are written one by one."""

from __future__ import annotations

from django.db import connection

from tests.findings.models import Atlas, Author, Biography, Book, Country, Tag


def test_save_of_different_values(library, seen):
    library()
    with seen() as result:
        for book in Book.objects.all():
            book.pages += 1
            book.save(update_fields=["pages"])

    finding = result.finding
    assert (finding.code, finding.model, finding.confidence) == ("CP008", "site.Book", "exact")
    assert finding.remedy.code == 'Book.objects.bulk_update(objects, ["pages"], batch_size=500)'


def test_save_of_one_value(library, seen):
    library()
    with seen() as result:
        for book in Book.objects.all():
            book.pages = 1
            book.save(update_fields=["pages"])

    assert result.finding.remedy.code == "Book.objects.filter(...).update(pages=...)"


def test_update_of_one_row_at_a_time(library, seen):
    keys = library()
    with seen() as result:
        for key in keys:
            Book.objects.filter(pk=key).update(pages=key + 100)

    assert (result.finding.code, result.finding.remedy.kind) == ("CP008", "bulk_update")


def test_create_in_a_loop(library, seen):
    with seen() as result:
        for number in range(6):
            Country.objects.create(name=f"land {number}")

    assert (result.finding.code, result.finding.remedy.kind) == ("CP008", "bulk_create")


def test_delete_with_cascades_is_one_cause(library, seen):
    library()
    with seen() as result:
        for author in Author.objects.all():
            author.delete()

    finding = result.finding
    assert (finding.code, finding.model) == ("CP008", "site.Author")
    assert finding.remedy.kind == "queryset_delete"


def test_add_in_a_loop(library, seen):
    library()
    book = Book.objects.first()
    with seen() as result:
        for tag in Tag.objects.exclude(books=book):
            book.tags.add(tag)

    finding = result.finding
    assert (finding.model, finding.relation) == ("site.Book", "tags")
    assert finding.remedy.code == "instance.tags.add(*objects)"


def test_raw_statements(library, seen):
    keys = library()
    with seen() as result, connection.cursor() as cursor:
        for key in keys:
            cursor.execute(f"UPDATE site_book SET pages = 2 WHERE id = {key}")

    assert (result.finding.code, result.finding.confidence) == ("CP008", "possible")


def test_add_to_each_of_many_goes_through_the_table_in_between(library, seen):
    library()
    tag = Tag.objects.create(name="all")
    with seen() as result:
        for book in Book.objects.all():
            book.tags.add(tag)

    assert result.finding.remedy.kind == "bulk_create"
    assert result.finding.remedy.code.startswith("Book.tags.through.objects.bulk_create(")


def test_set_of_each_is_one_cause(library, seen):
    library()
    tag = Tag.objects.create(name="all")
    with seen() as result:
        for book in Book.objects.all():
            book.tags.set([tag])

    assert (result.finding.code, result.finding.relation) == ("CP008", "tags")


def test_inherited_tables_cannot_be_written_together(library, seen):
    library()
    author = Author.objects.first()
    with seen() as result:
        for number in range(6):
            Atlas.objects.create(title=f"atlas {number}", author=author)

    assert (result.finding.count, result.finding.remedy.kind) == (6, "none")


def test_create_through_a_relation_writes_the_table_in_between_as_well(library, seen):
    library()
    instance = Book.objects.first()
    with seen() as before:
        for number in range(6):
            instance.tags.create(name=f"one {number}")
    with seen() as after:
        objects = [Tag(name=f"two {number}") for number in range(6)]
        exec(before.finding.remedy.code, {"Tag": Tag, "objects": objects, "instance": instance})

    inserts = sum(group.count for group in after.report.queries if group.sql.startswith("INSERT"))
    assert inserts == before.finding.remedy.expected_queries == 2
    assert set(objects) <= set(instance.tags.all())


def test_create_of_a_generic_relation_needs_no_table_in_between(library, seen):
    library()
    author = Author.objects.first()
    with seen() as result:
        for number in range(6):
            author.notes.create(text=f"{number}")

    assert result.finding.remedy.code == "Note.objects.bulk_create(objects, batch_size=500)"


def test_get_or_create_leaves_what_exists_alone(library, seen):
    library()
    with seen() as before:
        for number in range(12):
            Tag.objects.get_or_create(name=f"new {number}")
    with seen() as after:
        objects = [Tag(name=f"new {number}") for number in range(14)]
        eval(before.finding.remedy.code, {"Tag": Tag, "objects": objects})

    assert after.queries == before.finding.remedy.expected_queries
    assert Tag.objects.filter(name__startswith="new").count() == 14


def test_update_or_create_of_old_and_new_is_one_cause(library, seen):
    library(5)
    with seen() as result:
        for number in range(12):
            Tag.objects.update_or_create(name=f"tag {number}", defaults={"name": f"n {number}"})

    assert (result.finding.code, result.finding.count) == ("CP008", 12)
    assert "update_conflicts=True" in result.finding.remedy.code


def test_remedy_names_fields_where_columns_are_called_otherwise(library, seen):
    library()
    with seen() as result:
        for number, biography in enumerate(Biography.objects.all()):
            biography.text = f"number {number}"
            biography.save()

    code = result.finding.remedy.code
    assert code == 'Biography.objects.bulk_update(objects, ["author_id", "text"], batch_size=500)'
