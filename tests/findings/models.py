"""A small library of books: every kind of relation that a finding may be about."""

# ruff: noqa: DJ008 - only two of them are ever shown
from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Country(models.Model):
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "site"
        ordering = ("name",)

    def __str__(self):
        return self.name


class Note(models.Model):
    text = models.CharField(max_length=40)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey()

    class Meta:
        app_label = "site"


class Author(models.Model):
    name = models.CharField(max_length=40)
    country = models.ForeignKey(Country, models.CASCADE, related_name="authors")
    mentor = models.ForeignKey("self", models.SET_NULL, null=True, related_name="pupils")
    notes = GenericRelation(Note)

    class Meta:
        app_label = "site"

    def __str__(self):
        return f"{self.name} of {self.country}"


class Biography(models.Model):
    author = models.OneToOneField(
        Author, models.CASCADE, related_name="biography", db_column="writer"
    )
    text = models.TextField()

    class Meta:
        app_label = "site"


class Tag(models.Model):
    name = models.CharField(max_length=40, unique=True)

    class Meta:
        app_label = "site"


class BookQuerySet(models.QuerySet):
    def readable(self):
        return self.filter(pages__gte=0)


class Book(models.Model):
    title = models.CharField(max_length=40)
    pages = models.IntegerField(default=0)
    blurb = models.TextField(default="")
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    tags = models.ManyToManyField(Tag, related_name="books", through="Tagging")
    sequel = models.OneToOneField("self", models.SET_NULL, null=True, related_name="prequel")
    objects = BookQuerySet.as_manager()

    class Meta:
        app_label = "site"

    @property
    def origin(self):
        return self.author.country.name


class Tagging(models.Model):
    book = models.ForeignKey(Book, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")

    class Meta:
        app_label = "site"


class Atlas(Book):
    maps = models.IntegerField(default=0)

    class Meta:
        app_label = "site"


class ShortBook(Book):
    class Meta:
        app_label = "site"
        proxy = True


class Shelf(models.Model):
    pk = models.CompositePrimaryKey("room", "number")
    room = models.CharField(max_length=10)
    number = models.IntegerField()
    book = models.ForeignKey(Book, models.CASCADE, related_name="shelves")

    class Meta:
        app_label = "site"
