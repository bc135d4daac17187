"""One view per thing that a cycle can do."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views.generic import TemplateView, View


def ask(label, alias="default"):
    """Run one statement that says who asked."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT %s", [label])
        return cursor.fetchone()[0]


def ask_alone(label):
    """The same in a thread that nobody tidies up after."""
    try:
        return ask(label)
    finally:
        connections.close_all()


def page(request):
    ask("page")
    return render(request, "site/page.html", {"rows": [1, 2, 3], "ask": lambda: ask("template")})


def plain(request, slug=None):
    return HttpResponse("<html><body><h1>plain</h1></body></html>")


def json(request):
    return JsonResponse({"asked": ask("json")})


def redirect(request):
    return HttpResponseRedirect("/page/")


def two_databases(request):
    return HttpResponse(ask("one") + ask("two", "other"))


def labelled(request, label, count):
    """As many statements as wanted, each with the label."""
    for _ in range(count):
        ask(label)
    return HttpResponse(label)


def repeated(request, count):
    """The same statement about a table as often as wanted."""
    for _ in range(count):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM auth_group WHERE id = %s", [1])
            cursor.fetchall()
    return HttpResponse("repeated")


def stream(request):
    def body():
        for number in range(3):
            ask(f"chunk {number}")
            yield f"{number}\n"

    return StreamingHttpResponse(body(), content_type="text/plain")


async def async_stream(request):
    async def body():
        for number in range(3):
            await sync_to_async(ask_alone)(f"chunk {number}")
            yield f"{number}\n"

    return StreamingHttpResponse(body(), content_type="text/plain")


def download(request):
    return FileResponse(Path(__file__).open("rb"), as_attachment=True)


def missing_table(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")


def fails(request):
    raise ValueError("the password=hunter22 was wrong")


def forbidden(request):
    raise PermissionDenied


def in_thread(request):
    worker = threading.Thread(target=ask_alone, args=["thread"], name="worker")
    worker.start()
    worker.join()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(ask_alone, "pool").result()
    return HttpResponse("done")


async def gathered(request, label, count):
    """Concurrent statements within one request."""
    await asyncio.gather(*(sync_to_async(ask_alone)(label) for _ in range(count)))
    return HttpResponse(label)


def template_response(request):
    return TemplateResponse(request, "site/page.html", {"rows": []})


class Classy(TemplateView):
    template_name = "site/child.html"


class Verbs(View):
    def get(self, request):
        return HttpResponse("got")

    def post(self, request):
        return HttpResponse(request.body)
