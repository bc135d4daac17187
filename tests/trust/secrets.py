"""A page that handles secrets in every place that a profile tells of, and the secrets."""

from __future__ import annotations

import contextlib
import logging
import urllib.error
import urllib.request

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

import cycleprof

PLANTED = {
    "cookie": "zqcookie01",
    "session cookie": "zqsession02",
    "csrf cookie": "zqcsrf03",
    "authorization": "zqauth04",
    "basic credentials": "enFiYXNpYzA1OnpxYmFzaWMwNQ==",
    "key in a header": "zqapikey06",
    "token of the csrf header": "zqcsrfheader07",
    "password in the query": "zqquery08",
    "token in the query": "zqquerytoken09",
    "token in an address in a header": "zqreferer10",
    "json web token": "eyJhbGciOiJIUzI1NiJ9.eyJ6cSI6MTF9.zqjwtsignature11",
    "password of a form": "zqform12",
    "password of a user": "zqpassword13",
    "parameter of a secret column": "zqparameter14",
    "literal of a secret column": "zqliteral15",
    "key of a session": "zqsessionkey16",
    "data of a session": "zqsessiondata17",
    "hash of a password": "pbkdf2_sha256$1$zqsalt18$zqhash18=",
    "token in a cache key": "zqcachekey19",
    "password in a log record": "zqlog20",
    "password in a log's argument": "zqlogargument21",
    "subject of a mail": "zqsubject22",
    "password in an exception": "zqexception23",
    "token in an outgoing address": "zqoutgoing24",
    "password in an outgoing address": "zquserinfo25",
    "card number": "4111 1111 1111 1111",
    "key of a payment service": "sk_live_zqpayment27abcdef",
    "attribute of a span": "zqspan28",
    "name of a span": "zqspanname29",
    "token in a redirect": "zqredirect30",
    "token of a password reset in a path": "cx1y2z-0123456789abcdef0123456789abcd31",
    "name of a template": "zqtemplate32",
    "variable that the view calls sensitive": "zqsensitivevariable34",
    "statement that fails": "zqfailing35",
    "token in an answer's header": "zqanswer36",
    "secret in a message": "zqmessage37",
    "private key": "MIIEzqprivatekey38",
    "value in a file's address": "zqresource39",
    "user in a file's address": "zqresourceuser40",
    "sensitive parameter in a redirect": "zqsensitivepost33/é",
    "value of a nameless cookie": "zqnameless42",
    "key in place of a query's name": "sk_live_zqname43abcdefgh",
    "token in a path": "zqtokeninpath44",
    "token of a chat's bot": "123456789:AAFzqchat45abcdefghijklmnopqrstuvwx",
}
P = PLANTED


class Login(forms.Form):
    password = forms.CharField()


@sensitive_post_parameters("hobby")
def everything(request):
    hobby = request.POST.get("hobby", "")
    Login(request.POST).is_valid()
    authenticate(request, username="ada", password=P["password of a form"])
    in_sql(hobby)
    in_calls(request)
    with (
        cycleprof.span(f"basket token={P['name of a span']}", api_key=P["attribute of a span"]),
        contextlib.suppress(urllib.error.URLError, OSError, ValueError),
    ):
        urllib.request.urlopen(
            f"http://ada:{P['password in an outgoing address']}@127.0.0.1:1/"
            f"?token={P['token in an outgoing address']}",
            timeout=1,
        )
    headers = {"X-Auth-Token": P["token in an answer's header"], "X-Hobby": hobby}
    return HttpResponseRedirect(
        f"/next/?hobby={hobby}&token={P['token in a redirect']}", headers=headers
    )


def in_sql(hobby):
    User.objects.create(username="zq", password=P["hash of a password"])
    user = User(username="zq2")
    user.set_password(P["password of a user"])
    user.save()
    list(User.objects.filter(password__icontains=P["parameter of a secret column"]))
    list(User.objects.filter(first_name=hobby))
    Session.objects.create(
        session_key=P["key of a session"],
        session_data=P["data of a session"],
        expire_date=timezone.now(),
    )
    with connection.cursor() as cursor:
        literal = P["literal of a secret column"]
        cursor.execute(f"SELECT id FROM auth_user WHERE password = '{literal}'")
        cursor.execute("SELECT %s", [P["card number"]])
        cursor.execute("SELECT %s", [P["key of a payment service"]])
        with contextlib.suppress(DatabaseError):
            cursor.execute(f"SELECT 1 FROM nothing WHERE token = '{P['statement that fails']}'")


def in_calls(request):
    logger = logging.getLogger("shop")
    logger.error("wrong password=%s", P["password in a log's argument"])
    logger.error(f"the password: {P['password in a log record']!r}")  # noqa: G004 - as many do
    logger.error("to https://chat.test/bot%s/send", P["token of a chat's bot"])
    logger.error("-----BEGIN PRIVATE KEY-----\n%s\n", P["private key"])
    cache.set(f"user:token={P['token in a cache key']}", 1)
    cache.get(f"user:token={P['token in a cache key']}")
    EmailMessage(f"Your password: {P['subject of a mail']}", to=["ada@example.org"]).send()
    messages.add_message(request, messages.INFO, f"token={P['secret in a message']}")
    engine = engines["django"]
    with contextlib.suppress(Exception):
        engine.get_template(f"password={P['name of a template']}.html")
    engine.from_string("{{ request.user.username }}").render(request=request)


def failing(request):
    raise ValueError(f"no user with password={P['password in an exception']}")


@sensitive_variables("hobby")
def failing_sensitively(request):
    hobby = P["variable that the view calls sensitive"]
    raise LookupError(f"nobody likes {hobby}")


def activate(request, token):
    cache.get(token)
    return HttpResponse("activated")


def reset(request, uid, token):
    return HttpResponse("reset")


urlpatterns = [
    path("everything/", everything),
    path("failing/", failing),
    path("failing-sensitively/", failing_sensitively),
    path("activate/<str:token>/", activate),
    path("reset/<uid>/<path:token>/", reset),
]
