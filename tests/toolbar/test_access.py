"""Who may see."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from cycleprof.toolbar import access

MEMORY = {"ENABLED": True, "STORE": "memory://"}


@pytest.fixture(autouse=True)
def _local_debug(settings):
    settings.DEBUG = True
    settings.CYCLEPROF = {"STORE": "memory://"}
    settings.ALLOWED_HOSTS = ["*", "shop.test"]


def refusal(host="localhost:8000", remote="127.0.0.1", **meta):
    return access.refusal(RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_HOST=host, **meta))


@pytest.mark.parametrize("remote", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_a_viewer_on_this_machine_may(remote):
    assert refusal(remote=remote) is None


@pytest.mark.parametrize("remote", ["10.0.0.7", "192.168.1.1", "203.0.113.9", "", "unknown"])
def test_anybody_else_may_not(remote):
    assert "not on this machine" in refusal(remote=remote)


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "a.localhost", "shop.test"]
)
def test_a_name_of_this_site_is_fine(host):
    assert refusal(host=host) is None


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:8000"])
def test_a_rebound_name_is_refused(host):
    assert "Host" in refusal(host=host)


@pytest.mark.parametrize(
    "meta",
    [
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1, 203.0.113.9"},
        {"HTTP_FORWARDED": 'for="[2001:db8::1]:4711";proto=https'},
        {"HTTP_X_REAL_IP": "203.0.113.9"},
    ],
)
def test_a_proxy_on_this_machine_lends_nobody_its_address(meta):
    assert "not on this machine" in refusal(**meta)


def test_a_local_proxy_for_a_local_viewer_is_fine():
    assert refusal(HTTP_X_FORWARDED_FOR="127.0.0.1", HTTP_FORWARDED="for=[::1]") is None


def test_the_gateway_of_a_container_may(monkeypatch):
    monkeypatch.setattr(access, "_container_gateway", lambda: "172.17.0.1")
    assert refusal(remote="172.17.0.1") is None
    assert refusal(remote="172.17.0.2") is not None


def test_without_debug_nobody_may_until_access_says_so(settings):
    settings.DEBUG = False
    settings.CYCLEPROF = {"ENABLED": True}
    assert "ACCESS" in refusal()
    settings.CYCLEPROF = {"ENABLED": True, "ACCESS": "tests.site.access.everybody"}
    assert refusal(remote="203.0.113.9") is None


@pytest.mark.parametrize("who", ["nobody", "broken"])
def test_access_decides_also_against_local_viewers(settings, who, caplog):
    settings.CYCLEPROF = {"ACCESS": f"tests.site.access.{who}"}
    assert refusal() is not None


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
def test_the_refused_find_what_the_application_has_there(client, settings, debug):
    settings.DEBUG = debug
    settings.CYCLEPROF = {**MEMORY, "ACCESS": "tests.site.access.nobody"}
    refused, missing = client.get("/__cycleprof__/"), client.get("/__elsewhere__/")
    assert refused.status_code == missing.status_code == 404
    assert refused.content.replace(b"cycleprof", b"elsewhere") == missing.content
    assert refused.headers.keys() == missing.headers.keys()


@pytest.mark.django_db
def test_the_refused_get_no_panel_but_the_reason(client, settings):
    settings.CYCLEPROF = {
        "ENABLED": True,
        "ACCESS": "tests.site.access.nobody",
        "STORE": "memory://",
    }
    response = client.get("/plain/")
    assert b"cycleprof" not in response.content
    assert response.headers["X-Cycleprof-Skip"].startswith("access:")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_may_not_read(client, settings, site):
    settings.CYCLEPROF = {"ENABLED": True, "ACCESS": "tests.site.access.everybody"}
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "cors"}
    assert client.get("/__cycleprof__/api/profiles", headers=headers).status_code == 404


@pytest.mark.parametrize("forwarded", ["evil.example", "localhost, evil.example"])
def test_a_rebound_name_behind_a_proxy_is_refused(forwarded):
    assert "Host" in refusal(HTTP_X_FORWARDED_HOST=forwarded)


@pytest.mark.parametrize(
    "header", ["X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fly-Client-IP"]
)
def test_a_tunnel_to_this_machine_lends_nobody_its_address(header):
    name = f"HTTP_{header.upper().replace('-', '_')}"
    assert "not on this machine" in refusal(**{name: "203.0.113.9"})


@pytest.mark.django_db
def test_access_may_ask_for_the_user_at_our_own_addresses(client, settings, admin_user):
    settings.CYCLEPROF = {**MEMORY, "ACCESS": "tests.site.access.superusers"}
    assert client.get("/__cycleprof__/").status_code == 404
    client.force_login(admin_user)
    assert client.get("/__cycleprof__/").status_code == 200


def cross_site(method="GET", **headers):
    request = RequestFactory().generic(method, "/", headers=headers, HTTP_HOST="localhost:8000")
    return access.is_cross_site(request)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9000"])
def test_a_browser_that_only_says_its_origin_is_judged_by_that(origin):
    assert cross_site(Origin=origin)
    assert not cross_site(Origin="http://localhost:8000")


def test_a_link_from_another_site_may_be_followed_but_not_framed(client, settings):
    settings.CYCLEPROF = {**MEMORY, "ACCESS": "tests.site.access.everybody"}
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = client.get("/__cycleprof__/", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("where", ["", "api/profiles", "schema/profile.json", "api/nothing"])
def test_no_answer_is_kept_by_caches_or_read_by_others(client, settings, where):
    settings.CYCLEPROF = {**MEMORY, "ACCESS": "tests.site.access.everybody"}
    headers = client.get(f"/__cycleprof__/{where}").headers
    assert headers["Cache-Control"] == "no-store"
    assert {"Cookie", "Origin", "Sec-Fetch-Site"} <= set(headers["Vary"].split(", "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    ["../conf.py", "..%2f..%2fconf.py", "....//conf.py", "%2e%2e/%2e%2e/conf.py", "/etc/passwd",
     "panel.js%00.py", "./panel.js", "panel.js/", "..\\conf.py"],
)  # fmt: skip
def test_an_asset_is_a_name_from_a_list_and_nothing_else(client, settings, path):
    settings.CYCLEPROF = {**MEMORY, "ACCESS": "tests.site.access.everybody"}
    answer = client.get(f"/__cycleprof__/assets/00/{path}")
    assert answer.status_code == 404
    assert b"import" not in answer.content


@pytest.mark.parametrize(
    ("mount", "link"),
    [("/shop", "/shop/"), ("//evil.example", "/evil.example/"), ("/a\r\nX-Evil: 1", "/a%0D%0AX-")],
)
def test_where_the_application_is_mounted_leads_nowhere_else(client, settings, mount, link):
    settings.CYCLEPROF = {**MEMORY, "ACCESS": "tests.site.access.everybody"}
    answer = client.get("/__cycleprof__", SCRIPT_NAME=mount)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(link)
    assert "X-Evil" not in answer.headers
