"""Pages about what Django does underneath: transactions, signals, threads, logs, CSP."""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import F
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Comment, Impression, Post
from ..signals import post_read
from ..tasks import count_words, run_task

logger = logging.getLogger(__name__)


class _UndoError(Exception):
    """Raised to roll back to the savepoint, and caught right outside it."""


def _delete_and_undo() -> None:
    with transaction.atomic():
        Impression.objects.all().delete()
        raise _UndoError


def transactions(request: HttpRequest) -> HttpResponse:
    """One transaction, with one savepoint that stays, one that is rolled back, and on_commit."""
    steps: list[str] = []
    with transaction.atomic():
        post = Post.objects.select_for_update().first()
        transaction.on_commit(lambda: steps.append("committed"))
        with transaction.atomic():
            Impression.objects.create(post=post, position=1)
            steps.append("savepoint kept")
        with suppress(_UndoError):
            _delete_and_undo()
        steps.append("savepoint rolled back")
        Post.objects.filter(pk=post.pk if post else None).update(views=F("views") + 1)
        Impression.objects.filter(post=post, position=1).delete()
    return render(request, "blog/hood/steps.html", {"title": "Transactions", "steps": steps})


def signals(request: HttpRequest) -> HttpResponse:
    """Send the blog's own signal to two receivers, of which one fails and is caught."""
    post = Post.objects.published().first()
    results = post_read.send_robust(sender=Post, post=post, reader="robot") if post else []
    steps = [_outcome(receiver, result) for receiver, result in results]
    silent = Signal()
    silent.send(sender=None)
    steps.append(f"a signal without receivers: {len(silent.receivers)} calls")
    return render(request, "blog/hood/steps.html", {"title": "Signals", "steps": steps})


def _outcome(receiver: object, result: object) -> str:
    name = getattr(receiver, "__name__", repr(receiver))
    return f"{name}: {type(result).__name__ if isinstance(result, Exception) else result}"


def _count(model: type[Post | Comment | User]) -> str:
    """Count the rows in a thread's own connection, and close it: nobody else will."""
    try:
        return f"{model._meta.verbose_name_plural}: {model._default_manager.count()}"
    finally:
        connection.close()


def threads(request: HttpRequest) -> HttpResponse:
    """Ask three questions in two worker threads, each with a copy of this request's context."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        asked = [pool.submit(copy_context().run, _count, model) for model in (Post, Comment, User)]
        steps = [answer.result() for answer in asked]
    return render(request, "blog/hood/steps.html", {"title": "Threads", "steps": steps})


def task(request: HttpRequest) -> HttpResponse:
    """Enqueue a task; Django's default backend runs it at once, inside the request."""
    steps = [f"word count: {run_task(count_words, 1)}"]
    return render(request, "blog/hood/steps.html", {"title": "Tasks", "steps": steps})


def logs(request: HttpRequest) -> HttpResponse:
    logger.debug("not shown on the console")
    logger.info("a line of information about %s", request.path)
    logger.warning("a warning with %d values", 2)
    try:
        int("four")
    except ValueError:
        logger.exception("an exception that was caught and logged")
    steps = ["debug", "info", "warning", "error with a traceback"]
    return render(request, "blog/hood/steps.html", {"title": "Log records", "steps": steps})


def slow(request: HttpRequest) -> HttpResponse:
    """Nothing here is slow: with ?slow=1 the middleware in front of the view is."""
    steps = ["the middleware slept before the view", "and it will sleep after it"]
    return render(request, "blog/hood/steps.html", {"title": "A slow middleware", "steps": steps})


def strict_csp(request: HttpRequest) -> HttpResponse:
    """A page whose policy allows only its own scripts, by nonce, and asks for Trusted Types."""
    nonce = secrets.token_urlsafe(16)
    response = render(request, "blog/hood/csp.html", {"nonce": nonce})
    response["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    return response
