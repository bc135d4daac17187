from __future__ import annotations

import pytest

from cycleprof.model import RequestInfo, ResponseInfo
from cycleprof.stores.via import location, via


def request(path="/a/b/", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestInfo(method="GET", path=path, headers={"Host": "localhost:8000", **named})


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({"Sec_Fetch_Dest": "document"}, "page"),
        ({"Sec_Fetch_Dest": "empty"}, "fetch"),
        ({"Sec_Fetch_Dest": "empty", "Hx_Request": "true"}, "htmx"),
        ({"Sec_Fetch_Dest": "empty", "X_Turbo_Request_Id": "1"}, "turbo"),
        ({"Turbo_Frame": "list"}, "turbo"),
        ({"Sec_Fetch_Dest": "document", "Sec_Purpose": "prefetch;prerender"}, "prefetch"),
        ({"Sec_Fetch_Dest": "iframe"}, "frame"),
        ({"Sec_Fetch_Dest": "image"}, "image"),
        ({"User_Agent": "Mozilla/5.0", "Accept": "text/html,*/*"}, "page"),
        ({"User_Agent": "Mozilla/5.0", "X_Requested_With": "XMLHttpRequest"}, "fetch"),
        ({"User_Agent": "curl/8"}, "client"),
        ({}, "client"),
    ],
)
def test_headers_tell_how_a_request_came(headers, word):
    assert via(request(**headers)) == word


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/posts/?page=2", "/posts/"),
        ("../c/", "/a/c/"),
        ("http://localhost:8000", "/"),
        ("https://elsewhere.example/posts/", None),
        ("//elsewhere.example/", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_redirect_leads_to_a_path_of_this_site_or_away(target, path):
    headers = {"Location": target} if target is not None else {}

    assert location(request(), ResponseInfo(status=302, headers=headers)) == path


def test_location_of_what_is_no_redirect_leads_nowhere():
    assert location(request(), ResponseInfo(status=201, headers={"Location": "/posts/1/"})) is None
    assert location(request(), None) is None
