"""Who may see, as settings may name it."""

from __future__ import annotations


def everybody(request):
    return True


def nobody(request):
    return False


def broken(request):
    raise RuntimeError("no idea who this is")


def superusers(request):
    return request.user.is_superuser
