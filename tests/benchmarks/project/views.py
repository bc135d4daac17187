"""The benchmark's pages: each leans on one part of Django."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render

from tests.benchmarks.project.models import Author, Book

PAGE = "<!doctype html><html><head><title>x</title></head><body><p>Hello</p></body></html>"


def trivial(request):
    return HttpResponse(PAGE)


def book_list(request):
    books = Book.objects.select_related("author", "publisher")[:50]
    return render(request, "bench/list.html", {"books": books, "total": Book.objects.count()})


def n_plus_one(request):
    return render(request, "bench/n_plus_one.html", {"books": Book.objects.all()[:100]})


def cursor(request):
    with connection.cursor() as one:
        for number in range(1000):
            one.execute("SELECT %s", [number])
            one.fetchall()
    return HttpResponse(PAGE)


def orm(request):
    keys = list(range(1, 101)) * 3
    names = [Author.objects.get(pk=key).name for key in keys]
    return HttpResponse(PAGE.replace("Hello", names[-1]))


def template(request):
    rows = [{"name": f"row {number}", "value": number} for number in range(200)]
    return render(request, "bench/template.html", {"rows": rows})


def jinja2(request):
    rows = [{"name": f"row {number}", "value": number} for number in range(200)]
    return render(request, "bench/page.jinja", {"rows": rows}, using="jinja2")


def json(request):
    return JsonResponse({"books": list(Book.objects.values("title", "pages")[:50])})


async def asynchronous(request):
    authors = [author async for author in Author.objects.all()[:20]]
    for author in authors[:5]:
        await author.arefresh_from_db()
    return HttpResponse(PAGE)


def caching(request):
    for number in range(100):
        cache.set(f"key-{number}", number)
        cache.get(f"key-{number}")
    return HttpResponse(PAGE)


def stream(request):
    def chunks():
        for author in Author.objects.iterator(chunk_size=50):
            yield f"<p>{author.name}</p>"

    return StreamingHttpResponse(chunks())
