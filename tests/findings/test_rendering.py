"""Findings from what renders: templates of both engines, forms, streamed responses."""

from __future__ import annotations

from django import forms
from django.forms import modelformset_factory
from django.http import StreamingHttpResponse
from django.template import Context, Engine
from jinja2 import DictLoader, Environment

from tests.findings.lines import lines_of
from tests.findings.models import Author, Book, Tag

line_of = lines_of(__file__)


def test_django_template_through_an_include(library, seen, tmp_path):
    library()
    (tmp_path / "list.html").write_text(
        "{% for book in books %}\n{% include 'one.html' %}\n{% endfor %}"
    )
    (tmp_path / "one.html").write_text("\n{{ book.title }}\n{{ book.author.name }}")
    template = Engine(dirs=[tmp_path]).get_template("list.html")
    with seen() as result:
        template.render(Context({"books": Book.objects.all()}))  # template source

    finding = result.finding
    assert (finding.trigger.template, finding.trigger.line) == ("one.html", 3)
    assert finding.source.line == line_of("template source")


def test_jinja2_template(library, seen, tmp_path):
    library()
    template = Environment(
        loader=DictLoader(
            {"list.html": "\n{% for book in books %}\n{{ book.author.name }}{% endfor %}"}
        )
    ).get_template("list.html")
    with seen() as result:
        template.render(books=Book.objects.all())

    assert result.finding.relation == "author"


def test_choice_labels_of_a_form(library, seen):
    library()

    class BookForm(forms.Form):
        author = forms.ModelChoiceField(Author.objects.all())

    with seen() as result:
        str(BookForm())

    assert (result.finding.model, result.finding.relation) == ("site.Author", "country")


def test_formset_asks_for_the_same_choices_again(library, seen):
    library()
    formset = modelformset_factory(Tag, fields=["name"], extra=0)
    with seen() as result:
        str(formset(queryset=Tag.objects.all()))

    assert result.codes == []


def test_formset_of_relations(library, seen):
    library()
    formset = modelformset_factory(Book, fields=["author"], extra=0)
    with seen() as result:
        str(formset(queryset=Book.objects.all()))

    assert "CP001" in result.codes  # Author.__str__ asks for the country
    assert "CP007" in result.codes  # the same choices for each form


def test_streaming_response(library, seen):
    library()
    with seen() as result:
        response = StreamingHttpResponse(book.author.name for book in Book.objects.all())
        list(response.streaming_content)

    assert (result.finding.relation, result.finding.confidence) == ("author", "exact")
