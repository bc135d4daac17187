"""Each kind of secret in each kind of place, one at a time: the profile holds none of them."""

from __future__ import annotations

import contextlib
import json
import logging
from decimal import Decimal
from http.client import HTTPConnection
from urllib.parse import quote
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.template import Context, Engine
from django.test import Client
from django.urls import path
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cycleprof import profile, serialize, span
from tests.profiles import profile_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.trust.test_masking"),
    pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning"),
    pytest.mark.filterwarnings("ignore:Django 2028 will not have a default mailer"),
]
SECRETS = {
    "card": "4111111111111111",
    "spaced card": "4111 1111 1111 1111",
    "json web token": "eyJhbGciOiJIUzI1NiJ9.eyJ6cSI6MTF9.zqjwtsignature11",
    "key of a payment service": "sk_live_zqpayment27abcdef",
    "token of a hosting service": "ghp_zqhosting0123456789",
    "token of a chat": "123456789:AAFzqzqzqzqzqzqzqzqzqzqzqzqzqzqzqzq",
    "short-lived access": "ya29.zqaccess0123456789",
    "password hash": "pbkdf2_sha256$1000$zqsalt$zqhash=",
    "password in an address": "postgres://ada:zqsecret1@db.test/x",
    "password by its name": "password=zqsecret1",
    "password in json": json.dumps({"password": "zqsecret1"}),
    "password in a repr": repr({"password": "zqsecret1"}),
    "password in xml": "<password>zqsecret1</password>",
    "code": "Your verification code: zqsecret1",
    "code in a sentence": "Your login code is zqsecret1.",
    "address of a hook": "https://hooks.slack.com/services/T0/B0/zqsecret1",
}
TELLING = (
    "zqjwt",
    "zqpay",
    "zqhost",
    "AAFzq",
    "zqacc",
    "zqhash",
    "zqsecret",
    "41111111",
    "4111 1",
    "4111%20",
)


def told(kept):
    return serialize.encode(serialize.profile_document(kept)).decode()


def leaks(text, telling=TELLING):
    found = [(one, text.index(one)) for one in telling if one in text]
    return [f"{one}: {text[max(at - 60, 0) : at + 40]}" for one, at in found]


def execute(sql, params=None):
    with connection.cursor() as cursor, contextlib.suppress(Exception):
        cursor.execute(sql, params)


def log(secret):
    logger = logging.getLogger("shop")
    logger.warning("refused %s.", secret)
    logger.warning("refused %s", {"what": secret})


def sent_to_others(secret):
    other = HTTPConnection("127.0.0.1", 1, timeout=1)
    with contextlib.suppress(OSError, ValueError):
        other.request("GET", f"/{quote(secret, safe='/:;=')}/x?q={quote(secret)}")


def in_a_span(secret):
    with span(f"took {secret}", note=secret, notes=[secret]):
        pass


def in_an_exception(secret):
    raise LookupError(f"nobody has {secret}")


def in_a_template(secret):
    engine = Engine(loaders=[("django.template.loaders.locmem.Loader", {})])
    with contextlib.suppress(Exception):
        engine.get_template(secret)
    Engine().from_string("{{ one }}").render(Context({"one": secret}))


PLACES = {
    "parameter": lambda secret: execute("SELECT %s", [secret]),
    "named parameter": lambda secret: execute("SELECT %(one)s", {"one": secret}),
    "parameter in a list": lambda secret: execute("SELECT %s", [[secret, 1]]),
    "literal": lambda secret: execute("SELECT '{}'".format(secret.replace("'", "''"))),
    "comment": lambda secret: execute(f"SELECT 1 /* {secret} */"),
    "cache key": lambda secret: cache.get(f"seen:{secret}"),
    "cache keys": lambda secret: cache.set_many({f"seen_{secret}": 1, "x": secret}),
    "log": log,
    "mail": lambda secret: EmailMessage(secret, secret, to=["ada@example.org"]).send(),
    "outgoing request": sent_to_others,
    "span": in_a_span,
    "exception": in_an_exception,
    "template": in_a_template,
}


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_known_by_its_look(place, secret):
    with profile("place") as session, contextlib.suppress(LookupError):
        PLACES[place](SECRETS[secret])
    assert len(session.profile.spans) > (place != "exception")
    assert leaks(told(session.profile)) == []


STATEMENTS = {
    "a number": ("SELECT %s", [4111111111111111]),
    "a decimal": ("SELECT %s", [Decimal(4111111111111111)]),
    "a literal number": ("SELECT 4111111111111111", None),
    "bytes": ("SELECT %s", [b"zqsecret"]),
    "a parameter with a telling name": ("SELECT %(password)s", {"password": "zqsecret"}),
    "an identifier for a token": (
        "SELECT 1 FROM t WHERE token = %s", [UUID("41111111-1111-4111-8111-111111111111")],
    ),
    "the other way round": ("SELECT 1 FROM auth_user WHERE %s = password", ["zqsecret"]),
    "a literal the other way round": (
        "SELECT 1 FROM auth_user WHERE 'zqsecret' = \"auth_user\".\"password\"", None,
    ),
    "two literals": ("SELECT 1 FROM auth_user WHERE password = 'zq' || 'zqsecret'", None),
    "a literal that goes on": ("SELECT 'x password=zqsecret", None),
}  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_secret_in_a_statement(statement):
    with profile("statement") as session:
        execute(*STATEMENTS[statement])
    kept = told(session.profile)
    assert "db.query.text" in kept
    assert leaks(kept) == []


HEADERS = {"Referer": "https://a:zqsecret@b/", "X-Original-URL": "/a?token=zqsecret"}
REQUESTS = {
    "a word of the query": lambda: Client().get("/rest/x?sk_live_zqpayment27abcdef"),
    "a name of the query": lambda: Client().get("/rest/x?4111111111111111=1"),
    "a cookie without a name": lambda: Client().get("/rest/x", headers={"Cookie": "zqsecret"}),
    "a part of a cookie": lambda: Client().get("/rest/x", headers={"Cookie": 'a="b; zqsecret"'}),
    "a part of the path that its route calls so": lambda: Client().get("/activate/zqsecret/"),
    "a card in the path": lambda: Client().get("/rest/4111111111111111.html"),
    "a session in the path": lambda: Client().get("/rest/x;jsessionid=zqsecret"),
    "headers with addresses": lambda: Client().get("/rest/x", headers=HEADERS),
    "a type": lambda: Client().post("/rest/x", b"", content_type="text/plain; token=zqsecret"),
    "a method": lambda: Client().generic("TOKEN=zqsecret", "/rest/x"),
}


@pytest.mark.parametrize("place", REQUESTS)
def test_a_secret_in_a_request(place):
    assert leaks(told(profile_of(REQUESTS[place]()))) == []


def test_a_word_of_the_path_that_is_no_secret_stays():
    kept = profile_of(Client().get("/rest/activate"))
    assert kept.request.path == "/rest/activate"


def rest(request, rest):
    return HttpResponse("rest")


def activate(request, token):
    return HttpResponse("activated")


def in_turn(request, value):
    """Put a value into one place after the other."""
    cache.get(f"liked_{value}")
    execute("SELECT %s", [f"%{value}%"])
    execute("SELECT '{}'".format(value.replace("'", "''")))
    logging.getLogger("shop").warning("%r", {"likes": value})
    response = HttpResponseRedirect(f"/x/?likes={quote(value)}&{value}")
    response.headers["X-Likes"] = value
    return response


@sensitive_post_parameters("hobby")
def posted(request):
    return in_turn(request, request.POST["hobby"])


@sensitive_variables("hobby", "number")
def raised(request):
    hobby, number = request.POST["hobby"], 7_654_321
    in_turn(request, hobby)
    raise LookupError(f"{number} likes {hobby}")


urlpatterns = [
    path("rest/<path:rest>", rest),
    path("activate/<str:token>/", activate),
    path("posted/", posted),
    path("raised/", raised),
]


@pytest.mark.parametrize("value", ["zqfish", "zq'fish\" <1>", "zqé/fish%", "long-zqfish"])
@pytest.mark.parametrize("address", ["/posted/", "/raised/"])
def test_what_the_application_calls_sensitive_is_masked_however_it_is_written(address, value):
    client = Client(raise_request_exception=False)
    kept = told(profile_of(client.post(address, {"hobby": value})))
    if value == "zqfish":  # too short to be masked within a word
        kept = kept.replace("liked_zqfish", "")
    assert leaks(kept, ("fish", "7654321")) == []


def test_settings_are_not_kept(settings, client):
    settings.SECRET_KEY = settings.EMAIL_HOST_PASSWORD = settings.TOKEN_OF_MINE = "zqsecret"
    answer = client.get("/rest/x")
    assert settings_named(told(profile_of(answer))) == []


def settings_named(text):
    return [*leaks(text), *(name for name in dir(settings) if len(name) > 8 and name in text)]
