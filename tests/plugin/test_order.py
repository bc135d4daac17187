from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.once

URLS = "urlpatterns = ["
CACHED = """
from django.core.cache import cache
from django.views.decorators.cache import cache_page
from shop.models import Author

def names():
    return [author.name for author in Author.objects.all()]

def by_hand(request):
    Book.objects.count()
    return HttpResponse(str(cache.get_or_set("names", names)))

whole = cache_page(60)(books)
"""
SUITE = """
    import pytest
    from django.core.cache import cache

    @pytest.mark.parametrize("url", ["/typed/", "/by-hand/", "/whole/"])
    @pytest.mark.parametrize("number", [1, 2])
    def test_page(client, books, url, number):
        client.get(url)

    def test_cleared(client, books):
        cache.clear()
        client.get("/whole/")
"""
IDS = [
    "test_shop.py::test_cleared",
    *(f"test_shop.py::test_page[{n}-/{url}/]" for n in (1, 2) for url in ("typed", "by-hand")),
    *(f"test_shop.py::test_page[{n}-/whole/]" for n in (1, 2)),
]


@pytest.fixture
def cached(project):
    """The project with pages that a cache keeps."""
    views = project.path / "shop" / "views.py"
    views.write_text(views.read_text() + CACHED)
    more = 'path("by-hand/", views.by_hand), path("whole/", views.whole),'
    project.edit("urls.py", URLS, f"{URLS}\n    {more}")
    project.tests(SUITE)
    return project


def written(project, *options):
    result = project.run("--cycleprof-update", *options)
    assert result.ret == 0, result.stdout.str()
    path = project.path / "cycleprof_baseline" / "test_shop.json"
    text = path.read_text()
    path.unlink()
    return text


def test_the_same_baseline_in_any_order(cached):
    first = written(cached, *IDS)
    assert written(cached, *reversed(IDS)) == first
    assert written(cached, *IDS, "-n", "2") == first
    tests = json.loads(first)["tests"]
    kept = {name: len(one[next(iter(one))]["queries"]) for name, one in tests.items()}
    # The page that fills a cleared cache asks the same whatever came before it.
    assert kept.pop("test_cleared") == 2
    assert kept == {
        **dict.fromkeys(("test_page[1-/by-hand/]", "test_page[2-/by-hand/]"), 1),
        **dict.fromkeys(("test_page[1-/typed/]", "test_page[2-/typed/]"), 0),
        **dict.fromkeys(("test_page[1-/whole/]", "test_page[2-/whole/]"), 0),
    }


def test_pytest_randomly_shuffles_what_is_recorded(cached):
    orders = set()
    for seed in (1, 2, 3):
        result = cached.run(
            "--cycleprof-json=run.json", "-p", "randomly", f"--randomly-seed={seed}"
        )
        assert result.ret == 0
        orders.add(tuple(cached.recorded()))
    assert len(orders) > 1


def test_counts_mode_tells_what_fills_a_cache_too(cached):
    cached.run("--cycleprof=counts", "--cycleprof-json=run.json", *IDS)
    totals = [test["profiles"][0]["totals"] for test in cached.recorded().values()]
    judged = [one["queries"] - one["warm_up"] for one in totals]
    assert judged == [4, 0, 1, 0, 1, 0, 0]
