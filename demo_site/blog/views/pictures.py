"""The drawn pictures, with validators and a long life in the browser's cache."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..models import Image
from ..pictures import png

SIZE = (320, 120)


@require_safe
@cache_control(public=True, max_age=3600)
def image(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(Image, uuid=uuid)
    return HttpResponse(png(found.seed, *SIZE), content_type="image/png")
