"""CP070: a response far larger than what it shows."""

from __future__ import annotations

from base64 import b64encode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import Image
from ..pictures import png
from .page import FindingPage

PICTURES = 48
SIZE = (400, 150)


def _inlined(image: Image) -> str:
    return f"data:image/png;base64,{b64encode(png(image.seed, *SIZE)).decode()}"


def size_bad(request: HttpRequest) -> HttpResponse:
    """Put every picture into the page itself."""
    images = Image.objects.all()[:PICTURES]
    pictures = [(image.title, image.alt, _inlined(image)) for image in images]
    return render(request, "blog/findings/gallery.html", {"pictures": pictures})


def size_fixed(request: HttpRequest) -> HttpResponse:
    """Link to the pictures, which the browser loads when they come into view, and keeps."""
    images = Image.objects.all()[:PICTURES]
    pictures = [(image.title, image.alt, image.get_absolute_url()) for image in images]
    return render(request, "blog/findings/gallery.html", {"pictures": pictures})


PAGES = (
    FindingPage(
        code="CP070",
        slug="cp070",
        title="A response larger than its budget",
        look_for="A page of more than two megabytes, most of it pictures as text.",
        model="",
        relation="",
        remedy="none",
        bad=size_bad,
        fixed=size_fixed,
    ),
)
