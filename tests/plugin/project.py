"""A small Django project that knows nothing of cycleprof, as files for pytester."""

from __future__ import annotations

SETTINGS = """
    from pathlib import Path
    BASE_DIR = Path(__file__).resolve().parent
    SECRET_KEY = "no secret"
    ROOT_URLCONF = "urls"
    INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "shop"]
    MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BASE_DIR / "db.sqlite3",
            "TEST": {"NAME": BASE_DIR / "test.sqlite3"},
            "OPTIONS": {"timeout": 20},
        }
    }
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    USE_TZ = True
    STATIC_URL = "static/"
"""
MODELS = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
"""
VIEWS = """
    from django.contrib.contenttypes.models import ContentType
    from django.http import HttpResponse, StreamingHttpResponse
    from shop.models import Author, Book

    def books(request):
        found = Book.objects.all()
        return HttpResponse(", ".join(f"{book.title} by {book.author.name}" for book in found))

    def book(request, pk):
        return HttpResponse(Book.objects.get(pk=pk).title)

    async def count(request):
        return HttpResponse(str(await Book.objects.acount()))

    def stream(request):
        return StreamingHttpResponse(book.title for book in Book.objects.all())

    def typed(request):
        return HttpResponse(ContentType.objects.get_for_model(Book).model)

    def fails(request):
        raise ValueError("on purpose")
"""
URLS = """
    from django.urls import path
    from shop import views
    urlpatterns = [
        path("books/", views.books, name="books"),
        path("books/<int:pk>/", views.book, name="book"),
        path("count/", views.count),
        path("stream/", views.stream),
        path("typed/", views.typed),
        path("fails/", views.fails),
    ]
"""
CONFTEST = """
    import pytest

    @pytest.fixture
    def books(db):
        from shop.models import Author, Book
        for number in range(3):
            author = Author.objects.create(name=f"author {number}")
            Book.objects.create(title=f"book {number}", author=author)
"""
PYPROJECT = """
    [tool.pytest.ini_options]
    DJANGO_SETTINGS_MODULE = "settings"
    pythonpath = "."
    asyncio_mode = "auto"
    asyncio_default_fixture_loop_scope = "function"
"""


def make_project(pytester) -> None:
    pytester.makepyfile(
        **{
            "settings": SETTINGS,
            "urls": URLS,
            "conftest": CONFTEST,
            "shop/__init__": "",
            "shop/models": MODELS,
            "shop/views": VIEWS,
        }
    )
    pytester.makepyprojecttoml(PYPROJECT)
