"""System checks say what is wrong with the settings, and which of them to change."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks


def found(settings, *, deploy=False, **cycleprof):
    settings.CYCLEPROF = cycleprof
    messages = run_checks(include_deployment_checks=deploy)
    return {one.id: f"{one.msg} {one.hint}" for one in messages if one.id.startswith("cycleprof")}


def test_nothing_is_wrong_with_the_defaults_in_development(settings):
    settings.DEBUG = True
    assert found(settings) == {}


def test_on_without_debug_is_told_and_names_the_setting(settings):
    told = found(settings, ENABLED=True)
    assert 'CYCLEPROF["ENABLED"]' in told["cycleprof.W001"]
    assert "nobody" in told["cycleprof.W001"]


def test_who_may_see_without_debug_is_told(settings):
    told = found(settings, ENABLED=True, ACCESS="tests.site.access.everybody")
    assert "ACCESS" in told["cycleprof.W001"]


@pytest.mark.parametrize("access", ["tests.site.access.missing", "nowhere", "tests.settings.DEBUG"])
def test_an_access_that_cannot_be_called_is_an_error(settings, access):
    assert "ACCESS" in found(settings, ENABLED=True, ACCESS=access)["cycleprof.E003"]


def test_debug_in_a_deployment_is_told(settings):
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["shop.example"]
    told = found(settings, deploy=True)["cycleprof.W003"]
    assert "shop.example" in told
    assert "ENABLED" in told


def test_a_deployment_where_it_is_off_is_fine(settings):
    assert found(settings, deploy=True) == {}


def test_middleware_outside_of_ours_is_told(settings):
    ours = "cycleprof.middleware.CycleprofMiddleware"
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware", ours]
    assert "CommonMiddleware" in found(settings, ENABLED=True)["cycleprof.W002"]


def test_a_store_that_cannot_be_is_an_error(settings):
    assert "STORE" in found(settings, ENABLED=True, STORE="oracle://x")["cycleprof.E002"]


@pytest.mark.parametrize(
    "prefix", ["/a//b/", "/", "tool/", "/tool", "/a\nb/", '/"/', "/a?b/", "/../x/", "/a b/", "/./"]
)
def test_a_prefix_that_means_something_elsewhere_is_an_error(settings, prefix):
    assert "URL_PREFIX" in found(settings, ENABLED=True, URL_PREFIX=prefix)["cycleprof.E001"]


@pytest.mark.parametrize("prefix", ["/tool/", "/a/b-c/", "/.well-known/x/", "/~me/"])
def test_other_prefixes_are_fine(settings, prefix):
    settings.DEBUG = True
    assert found(settings, URL_PREFIX=prefix) == {}
