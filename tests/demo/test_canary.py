"""Secrets given to every page of the demo are found nowhere that cycleprof keeps or shows."""

from __future__ import annotations

import contextlib
import re

import pytest
from django.contrib.auth.models import User

from cycleprof.exporters import FORMATS
from cycleprof.runtime import get_runtime
from tests.servers.site import links
from tests.trust.test_canary import files

from blog.models import Category, Post

pytestmark = pytest.mark.once
HEADERS = {
    "Authorization": "Bearer zqdemoauth01",
    "X-Api-Key": "zqdemokey02",
    "Referer": "http://localhost/?token=zqdemoreferer03",
}
QUERY = "?token=zqdemotoken04&api_key=zqdemoquerykey05&sessionid=zqdemosession06"
PASSWORD = "zqdemopassword07-Long"
WRONG = "zqdemowrong08"
CARD = "4111 1111 1111 1111"
KEY = "zqdemosecretkey09" * 4
COOKIE = "zqdemocookie10"


@pytest.fixture
def grace():
    return User.objects.create_user("grace", password=PASSWORD, is_staff=True, is_superuser=True)


@pytest.fixture
def visit(client, settings, tmp_path, grace):
    """The client, known to the site, before a store of its own."""
    settings.SECRET_KEY = KEY
    settings.CYCLEPROF = {
        "ENABLED": True,
        "ACCESS": "tests.site.access.everybody",
        "STORE": f"sqlite:///{tmp_path}/profiles.db",
        "MAX_PROFILES": 10_000,
    }
    client.raise_request_exception = False
    client.cookies["favourite"] = COOKIE
    return client


def log_in(client):
    """A wrong password, the right one, and the secrets that come of it."""
    for password in (WRONG, PASSWORD):
        client.post(f"/accounts/login/{QUERY}", {"username": "grace", "password": password})
    page = client.get("/posts/new/", headers=HEADERS)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    hashed = User.objects.get(username="grace").password
    return token, client.cookies["sessionid"].value, client.cookies["csrftoken"].value, hashed


def write(client, grace, token):
    """Forms with what may be in them, in the site and in its admin."""
    post = {
        "title": f"Card {CARD}",
        "category": Category.objects.first().pk,
        "summary": f"password={WRONG}",
        "body": f"api_key={WRONG}",
        "published": "2026-03-01 08:00",
        "csrfmiddlewaretoken": token,
    }
    client.post(f"/posts/new/{QUERY}", post, headers=HEADERS)
    some = Post.objects.published().first()
    client.post(f"/posts/{some.slug}/comments/", {"text": f"token={WRONG}"}, headers=HEADERS)
    new = {"username": "hopper", "password1": PASSWORD, "password2": PASSWORD}
    new["usable_password"] = "true"
    client.post("/admin/auth/user/add/", new)
    client.post(f"/admin/auth/user/{grace.pk}/password/", {**new, "password2": WRONG})
    client.post("/admin/auth/user/add/", {**new, "username": "x", "password2": WRONG})
    client.get(f"/admin/auth/user/?password={WRONG}")
    client.get(f"/admin/auth/user/{grace.pk}/change/")


def walk(client):
    pages = {link for index in ("/", "/findings/") for link in links(client.get(index).text)}
    for page in sorted(pages):
        query = f"&{QUERY[1:]}" if "?" in page else QUERY
        answer = client.get(f"{page}{query}", headers=HEADERS)
        if answer.streaming and not answer.is_async:
            with contextlib.suppress(Exception):  # the page that breaks off on purpose
                b"".join(answer.streaming_content)


def shown(client):
    """What the tool's own addresses answer: for each profile one of its documents, in turn."""
    documents = ("", "/panels", *(f"/export/{one.name}" for one in FORMATS))
    found, rest = {}, ""
    while rest is not None:
        answer = client.get(f"/__cycleprof__/api/profiles?limit=200{rest}")
        found[f"list {rest}"] = answer.content
        told = answer.json()
        for number, one in enumerate(told["profiles"]):
            document = documents[number % len(documents)]
            answer = client.get(f"/__cycleprof__/api/profiles/{one['id']}{document}")
            found[f"{one['id']} {one['name']} {document}"] = answer.content
        rest = f"&before={told['next']}" if told["next"] else None
    return found


def test_no_secret_of_the_demo_is_found_anywhere(visit, grace, tmp_path):
    made = {*log_in(visit)}
    write(visit, grace, next(iter(made)))
    made.add(User.objects.get(username="hopper").password)
    walk(visit)
    assert get_runtime().writer.flush(60)
    everywhere = {**files(tmp_path), **shown(visit)}
    assert len(everywhere) > 200
    planted = {*made, *re.findall(r"zqdemo\w+", repr((HEADERS, QUERY)))}
    planted |= {PASSWORD, WRONG, KEY, COOKIE, CARD}
    found = {
        f"{secret} in {where}: {content[max(content.find(secret.encode()) - 120, 0) :][:200]!r}"
        for where, content in everywhere.items()
        for secret in planted
        if secret.encode() in content
    }
    assert found == set()
