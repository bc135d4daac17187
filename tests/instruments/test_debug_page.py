"""Django's debug page shows the application's frames and none of ours."""

from __future__ import annotations

import sys

import pytest
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.views.debug import ExceptionReporter
from django.views.decorators.debug import sensitive_variables

from cycleprof import profile

PARTS = ("zebra", "17")  # apart, since a report shows lines of source as well
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Backend:
    @sensitive_variables("credentials")
    def authenticate(self, request, **credentials):
        raise TypeError("wrong kind of reader")


@sensitive_variables("secret")
def login(request):
    secret = "-".join(PARTS)
    authenticate(request, username="ada", password=secret)
    return HttpResponse()


urlpatterns = [path("login/", login)]


@pytest.fixture(autouse=True)
def _backend(settings):
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.Backend"]


def test_the_page_shows_no_frame_of_ours(client, settings):
    settings.DEBUG = True
    client.raise_request_exception = False
    page = client.get("/login/").content.decode()
    assert "wrong kind of reader" in page
    assert "cycleprof/instruments" not in page


def test_a_report_shows_no_argument_that_a_hook_of_ours_holds():
    request = RequestFactory().get("/login/")
    report = ""
    with profile("login"):
        try:
            login(request)
        except TypeError:
            report = ExceptionReporter(request, *sys.exc_info()).get_traceback_html()
    assert "wrong kind of reader" in report
    assert "-".join(PARTS) not in report
