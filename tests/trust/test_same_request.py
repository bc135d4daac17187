"""Whole requests with and without cycleprof: what the application answers and does is the same."""

from __future__ import annotations

import gzip
import pickle
import re
from io import BytesIO

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction, markcoroutinefunction
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in
from django.core import signals
from django.core.handlers.asgi import ASGIHandler
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import signals as models
from django.db.models.query import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.signals import setting_changed, template_rendered
from django.test.utils import CaptureQueriesContext
from django.urls import path
from django.utils.decorators import (
    async_only_middleware,
    sync_and_async_middleware,
    sync_only_middleware,
)
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from cycleprof.recorder import ACTIVE
from tests.asgi import http

HERE = "tests.trust.test_same_request"
pytestmark = [
    pytest.mark.django_db(databases=["default", "other"]),
    pytest.mark.urls(HERE),
]
TAG = re.compile(rb"<script async.*?</script>")
OURS = {"x-cycleprof-id", "x-cycleprof-link", "x-cycleprof-skip", "server-timing"}
events = []


def page(request):
    names = [group.name for group in Group.objects.order_by("name")]
    source = "<html><body>{% for one in names %}{{ one }}{% endfor %}</body></html>"
    return HttpResponse(engines["django"].from_string(source + "x" * 500).render({"names": names}))


def body(request):
    """Reads the body as views do: in pieces, whole, and as a form's."""
    first = request.read(3) if "read" in request.GET else b""
    rest = request.read() if first else request.body
    return HttpResponse(first + rest + str(dict(request.POST)).encode())


def logged(request):
    """What Django itself keeps of the statements, without the times."""
    connection.force_debug_cursor = True
    try:
        before = len(connection.queries)
        list(Group.objects.filter(name="x"))
        with transaction.atomic():
            Group.objects.create(name="y")
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE auth_group SET name = %s WHERE id = %s", [("a", 1), ("b", 2)]
            )
        seen = str([one["sql"] for one in connection.queries[before:]])
        return HttpResponse(re.sub(r"_x\d+", "", seen))  # savepoints are numbered
    finally:
        connection.force_debug_cursor = False


def captured(request):
    with CaptureQueriesContext(connection) as outer:
        list(Group.objects.all())
        with CaptureQueriesContext(connection) as inner:
            Group.objects.count()
    return HttpResponse(str([one["sql"] for one in (*outer, *inner)]))


def pickled(request):
    """Each comes back as what it was, and none carries anything of ours along."""
    group = Group.objects.create(name="pickled")
    User.objects.create(username="ada").groups.add(group)
    things = [
        Group.objects.filter(name="pickled"),
        Group.objects.only("id").get(name="pickled"),
        User.objects.prefetch_related("groups").get(username="ada"),
        User.objects.values_list("username", "groups__name"),
        Group.objects.raw("SELECT * FROM auth_group").query.sql,
        SimpleLazyObject(lambda: group),
        gettext_lazy("Yes"),
        HttpResponse("an answer"),
    ]
    contents = [pickle.dumps(one) for one in things]
    assert not any(b"cycleprof" in one for one in contents)
    copies = [pickle.loads(one) for one in contents]
    shown = [list(one) if isinstance(one, QuerySet) else one for one in copies]
    shown[-1] = shown[-1].content
    shown.append([one.name for one in copies[2].groups.all()])
    return HttpResponse(str(shown))


def routed(request):
    Router.asked.clear()
    Group.objects.create(name="routed")
    found = Group.objects.using("other").filter(name="routed").exists()
    users = User.objects.create(username="eve")
    users.groups.set(Group.objects.filter(name="routed"))
    return HttpResponse(f"{found} {Router.asked}")


def overridden(request):
    seen = []
    with override_settings(APPEND_SLASH=False, TIME_ZONE="Asia/Tokyo"):
        list(Group.objects.all())
        seen.append(str(connection.timezone))
    return HttpResponse(f"{seen} {connection.timezone}")


def lazily(request):
    def parts():
        for number in range(5):
            events.append(f"made {number}")
            yield f"{number}{Group.objects.count()}"

    return StreamingHttpResponse(parts())


async def lazily_async(request):
    async def parts():
        try:
            for number in range(5):
                events.append(f"made {number}")
                yield f"{number}{await Group.objects.acount()}"
        finally:
            events.append("closed")

    return StreamingHttpResponse(parts())


def failing(request):
    try:
        Group.objects.get(name="nobody")
    except Group.DoesNotExist as error:
        raise ValueError("no such group") from error


urlpatterns = [
    path("page/", page),
    path("body/", body),
    path("logged/", logged),
    path("captured/", captured),
    path("pickled/", pickled),
    path("routed/", routed),
    path("overridden/", overridden),
    path("lazily/", lazily),
    path("lazily-async/", lazily_async),
    path("failing/", failing),
]


class Router:
    asked = []  # noqa: RUF012 - shared on purpose

    def db_for_read(self, model, **hints):
        self.asked.append(("read", model.__name__, sorted(hints)))

    def db_for_write(self, model, **hints):
        self.asked.append(("write", model.__name__, sorted(hints)))

    def allow_relation(self, one, other, **hints):
        self.asked.append(("relation", type(one).__name__, type(other).__name__))
        return True


@sync_and_async_middleware
def both(get_response):
    if iscoroutinefunction(get_response):

        async def middleware(request):
            events.append("both, async")
            return await get_response(request)

    else:

        def middleware(request):
            events.append("both, sync")
            return get_response(request)

    return middleware


@sync_only_middleware
def sync_function(get_response):
    def middleware(request):
        events.append("sync")
        return get_response(request)

    return middleware


@async_only_middleware
def async_function(get_response):
    async def middleware(request):
        events.append("async")
        return await get_response(request)

    return middleware


class Old(MiddlewareMixin):
    """The mixin of old, with each of its hooks."""

    def process_request(self, request):
        events.append("request")

    def process_view(self, request, view, args, kwargs):
        events.append(f"view {view.__name__}")

    def process_exception(self, request, error):
        events.append(f"exception {error} of {error.__cause__}")

    def process_template_response(self, request, response):
        return response

    def process_response(self, request, response):
        events.append(f"response {response.status_code}")
        return response


class Callable:
    """Both sync and async by hand, as many packages have it."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.__acall__(request)
        events.append("class")
        return self.get_response(request)

    async def __acall__(self, request):
        events.append("class, async")
        return await self.get_response(request)


STYLES = ["both", "Old", "sync_function", "async_function", "Callable"]
USUAL = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
]


@pytest.fixture
def compare(settings, monkeypatch):
    """What a piece of work returns with cycleprof recording; it must be the same without."""
    # Requests end with this, which would end the test's transaction.
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda _: None)

    def run(work):
        results = []
        for enabled in (False, True):
            settings.CYCLEPROF = {**settings.CYCLEPROF, "ENABLED": enabled}
            events.clear()
            with transaction.atomic("default"), transaction.atomic("other"):
                results.append((work(), tuple(events)))
                for alias in ("default", "other"):
                    transaction.set_rollback(True, using=alias)
            assert ACTIVE.get() is None
        (plain, recorded) = results
        assert recorded == plain
        return recorded

    return run


def ask(address, *, method="get", **options):
    """Status, headers and body, but ours."""
    answer = getattr(Client(raise_request_exception=False), method)(address, **options)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name.lower(): value for name, value in answer.items()}
    others = {name: value for name, value in headers.items() if name not in OURS}
    if "content-length" in others:  # with our tag it is another, and the padding of gzip is random
        assert int(others["content-length"]) == len(content)
        others["content-length"] = "right"
    if headers.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    return answer.status_code, others, TAG.sub(b"", content)


@pytest.mark.parametrize(
    "address", ["/page/", "/logged/", "/captured/", "/pickled/", "/overridden/", "/missing/"]
)
def test_answers_are_the_same(compare, address):
    (status, *_), _ = compare(lambda: ask(address))
    assert status == (404 if address == "/missing/" else 200)


def test_django_keeps_the_same_list_of_statements(compare):
    (_, _, content), _ = compare(lambda: ask("/logged/"))
    assert content.count(b"SELECT") == content.count(b"UPDATE") == 1
    assert b"SAVEPOINT" in content


@pytest.mark.parametrize("database", ["default", "other"])
def test_routers_are_asked_the_same(compare, settings, database):
    settings.DATABASE_ROUTERS = [f"{HERE}.Router"]
    (_, _, content), _ = compare(lambda: ask("/routed/"))
    assert b"relation" in content
    assert b"write" in content


FORM = {"data": b"name=a&name=b", "content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("query", ["", "?read"])
@pytest.mark.parametrize("sent", [FORM, {"data": {"file": BytesIO(b"content")}}, {"data": {}}])
def test_a_view_reads_the_body_as_it_would(compare, query, sent):
    def post():
        if isinstance(sent["data"], dict) and "file" in sent["data"]:
            sent["data"]["file"].seek(0)
        return ask(f"/body/{query}", method="post", **sent)

    compare(post)


@pytest.mark.parametrize("address", ["/page/", "/lazily/", "/missing/"])
def test_compression_and_conditions_are_the_same(compare, settings, address):
    settings.MIDDLEWARE = USUAL
    zipped = {"Accept-Encoding": "gzip"}
    (_, headers, _), _ = compare(lambda: ask(address, headers=zipped))
    for name in ("", "W/"):
        tag = headers.get("etag", '"x"').removeprefix("W/")
        compare(lambda tag=name + tag: ask(address, headers={**zipped, "If-None-Match": tag}))
    if address == "/page/":
        answer = compare(lambda: ask(address, headers={"If-None-Match": headers["etag"]}))
        assert answer[0][0] == 304
        assert headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("address", ["/page/", "/lazily/", "/failing/"])
@pytest.mark.parametrize("first", range(len(STYLES)))
def test_middleware_of_every_style_is_called_the_same(compare, settings, first, address):
    order = STYLES[first:] + STYLES[:first]
    settings.MIDDLEWARE = [f"{HERE}.{name}" for name in order]
    _, seen = compare(lambda: ask(address))
    assert {"request", "sync", "async"} <= set(seen)
    if address == "/failing/":
        assert any(one.startswith("exception no such group of") for one in seen)


@pytest.mark.parametrize("first", range(len(STYLES)))
def test_middleware_of_every_style_is_called_the_same_under_asgi(compare, settings, first):
    order = STYLES[first:] + STYLES[:first]
    settings.MIDDLEWARE = [f"{HERE}.{name}" for name in order]

    def over_asgi():
        answer = async_to_sync(http)(ASGIHandler(), "/lazily-async/")
        return answer.status, answer.body

    _, seen = compare(over_asgi)
    assert seen[-1] == "closed"
    assert {"request", "sync", "async"} <= set(seen)


def test_streams_are_made_when_they_are_asked_for(compare):
    def slowly():
        answer = Client().get("/lazily/")
        events.append("answered")
        events.extend(f"took {part.decode()}" for part in answer.streaming_content)
        answer.close()

    _, seen = compare(slowly)
    assert seen[:4] == ("answered", "made 0", "took 00", "made 1")


SIGNALS = {
    "request_started": signals.request_started,
    "request_finished": signals.request_finished,
    "got_request_exception": signals.got_request_exception,
    "setting_changed": setting_changed,
    "template_rendered": template_rendered,
    "user_logged_in": user_logged_in,
    **{name: getattr(models, name)
       for name in ("pre_init", "post_init", "pre_save", "post_save", "m2m_changed")},
}  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/page/", "/failing/", "/routed/", "/pickled/", "/lazily/", "/overridden/"]
)
def test_signals_are_sent_as_often_and_in_the_same_order(compare, address):
    receivers = {}
    for name, signal in SIGNALS.items():

        def receive(sender, name=name, **given):
            events.append((name, getattr(sender, "__name__", ""), tuple(sorted(given))))

        receivers[name] = receive
        signal.connect(receive)
    try:
        _, seen = compare(lambda: ask(address))
    finally:
        for name, signal in SIGNALS.items():
            signal.disconnect(receivers[name])
    assert {"request_started", "request_finished"} <= {one[0] for one in seen if len(one) == 3}


def frames_of(error):
    """The application's and Django's part of a traceback."""
    found, traceback = [], error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if "/cycleprof/" not in code.co_filename:
            found.append((code.co_filename, code.co_name, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def test_an_exception_is_the_same_with_its_cause_and_its_frames(compare):
    def fail():
        with pytest.raises(ValueError, match="no such group") as caught:
            Client().get("/failing/")
        error = caught.value
        return type(error), error.args, frames_of(error)[-3:], type(error.__cause__)

    (_, _, frames, cause), _ = compare(fail)
    assert frames[-1][1] == "failing"
    assert cause is Group.DoesNotExist


def test_the_debug_page_is_the_same(compare, settings):
    settings.DEBUG = True

    def shown():
        _, _, content = ask("/failing/")
        text = content.decode()
        return (
            re.findall(r'<code class="fname">(.*?)</code>, line (\d+), in (\w+)', text),
            re.findall(r"<title>(.*?)</title>", text, re.DOTALL),
            "cycleprof/" in text.replace("tests/trust", ""),
        )

    (frames, _, _), _ = compare(shown)
    assert len(frames) > 3
