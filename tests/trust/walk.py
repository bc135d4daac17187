"""Pages that together call on every instrument, each a way to end a request."""

from __future__ import annotations

import http.client
import io
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
from asgiref.sync import async_to_sync, sync_to_async
from django.contrib.auth.models import Group, Permission, User
from django.core.cache import cache
from django.core.mail import send_mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.forms import CharField, Form, formset_factory
from django.http import HttpResponse, StreamingHttpResponse
from django.template import Context, Engine, engines
from django.urls import include, path

from tests.instruments import jobs
from tests.instruments.api import urlpatterns as api


class _Answering:
    """A socket at whose other end a server has answered."""

    def sendall(self, data):
        self.sent = data

    def makefile(self, *_):
        return io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def close(self):
        pass


def outgoing(request):
    shop = http.client.HTTPConnection("shop.test")
    shop.sock = _Answering()
    shop.request("POST", "/orders/1", b"{}", {"X-Note": "x"})
    transport = httpx.MockTransport(lambda asked: httpx.Response(200, text="ok"))
    with httpx.Client(transport=transport) as client:
        return HttpResponse(shop.getresponse().read() + client.get("http://a.test/x").content)


def threads(request):
    answers = []

    def count():
        answers.append(User.objects.count())
        connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    with ThreadPoolExecutor(1) as pool:
        answers.append(pool.submit(cache.get, "x", 7).result())
    return HttpResponse(str(answers))


def work(request):
    if jobs.water is not None:
        jobs.water.enqueue("roses")
        async_to_sync(jobs.water.aenqueue)("roses")
    call_command("check", "--tag", "models", stdout=io.StringIO(), stderr=io.StringIO())
    send_mail("Subject", "Text", "a@example.org", ["b@example.org"])
    return HttpResponse("worked")


def state(request):
    visits = request.session["visits"] = request.session.get("visits", 0) + 1
    forms = formset_factory(type("Line", (Form,), {"name": CharField()}))
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""}
    valid = forms(data).is_valid()
    cache.get_or_set("k", lambda: 3)
    cache.set_many({"a": 1, "b": 2})
    found = sorted(cache.get_many(["a", "b", "c"]))
    user = request.user
    allowed = user.has_perm("auth.add_user")
    return HttpResponse(f"{visits} {valid} {found} {user.is_authenticated} {allowed}")


def blocks(request):
    done = []
    try:
        with transaction.atomic():
            User.objects.create(username="one")
            transaction.on_commit(lambda: done.append("committed"))
            with transaction.atomic():
                User.objects.create(username="one")
    except IntegrityError as error:
        done.append(str(error))
    with transaction.atomic():
        transaction.on_commit(lambda: done.append("again"))
    return HttpResponse(str(done))


def jinja(request):
    source = "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(name) }}{% block b %}b{% endblock %}"
    return HttpResponse(engines["jinja2"].from_string(source).render({"name": "n"}, request))


async def hopping(request):
    users = await sync_to_async(User.objects.count)()
    cached = await cache.aget("nothing", 3)
    names = [user.username async for user in User.objects.order_by("pk")[:3]]
    return HttpResponse(f"{users} {cached} {names} {(await request.auser()).is_authenticated}")


async def pieces(request):
    async def parts():
        for number in range(3):
            yield f"{number} {await User.objects.acount()};"

    return StreamingHttpResponse(parts())


TEMPLATES = {
    "base.html": "{% load cache %}<p>{% block body %}{% endblock %}</p>"
                 "{% cache 60 x %}c{% endcache %}",
    "part.html": "[{{ one.content_type.app_label }}]",
    "child.html": "{% extends 'base.html' %}{% block body %}{% for one in all %}"
                  "{% include 'part.html' %}{% endfor %}{% url 'hello' %}{% endblock %}",
}  # fmt: skip
_engine = Engine(
    loaders=[("django.template.loaders.locmem.Loader", TEMPLATES)],
    libraries={"cache": "django.templatetags.cache"},
)


def rendered(request):
    every = Permission.objects.order_by("pk")[:5]
    return HttpResponse(_engine.get_template("child.html").render(Context({"all": every})))


def related(request):
    group = Group.objects.create(name="readers")
    user = User.objects.create(username="grace")
    user.groups.add(group)
    found = User.objects.prefetch_related("groups").only("username")
    names = [(one.username, one.first_name, [g.name for g in one.groups.all()]) for one in found]
    names += [one.user_set.count() for one in Group.objects.select_related()]
    names += list(Permission.objects.values_list("codename", flat=True).order_by("pk")[:2])
    names += [one.pk is not None for one in User.objects.iterator()]
    User.objects.bulk_create([User(username="b1"), User(username="b2")])
    User.objects.filter(username="b1").update(first_name="x")
    User.objects.filter(username__startswith="b").delete()
    return HttpResponse(str(names))


urlpatterns = [
    path("rendered/", rendered),
    path("related/", related),
    path("outgoing/", outgoing),
    path("threads/", threads),
    path("work/", work),
    path("state/", state),
    path("blocks/", blocks),
    path("jinja/", jinja),
    path("hopping/", hopping),
    path("pieces/", pieces),
    path("api/", include(api)),
    path("ninja/", include("tests.instruments.ninja_api")),
    path("site/", include("tests.site.urls")),
    path("secrets/", include("tests.trust.secrets")),
    path("", include("tests.instruments.pages")),
]
