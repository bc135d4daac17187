"""Users, their profiles and the two accounts that a visitor can log in with."""

from __future__ import annotations

from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from ..models import Category, Profile
from .dates import FIRST_DAY
from .words import PEOPLE, PLACES

ADMIN_PK = len(PEOPLE) + 1


def _hashed(password: str) -> str:
    # A fixed salt: seeding twice gives the same rows, and a visitor stays logged in.
    return make_password(password, salt=f"fieldnotes{password}")


def users() -> list[User]:
    """Return 20 authors, of whom ada can log in with the password ada, and the superuser admin."""
    people = [
        User(
            pk=number,
            username=name,
            first_name=first,
            last_name=last,
            email=f"{name}@fieldnotes.example",
            password=_hashed("ada") if name == "ada" else "!",
            date_joined=FIRST_DAY,
        )
        for number, (name, first, last) in enumerate(PEOPLE, start=1)
    ]
    admin = User(
        pk=ADMIN_PK,
        username="admin",
        first_name="Site",
        last_name="Admin",
        email="admin@fieldnotes.example",
        password=_hashed("admin"),
        is_staff=True,
        is_superuser=True,
        date_joined=FIRST_DAY,
    )
    return [*people, admin]


def profiles(people: list[User], categories: list[Category], source: Random) -> list[Profile]:
    return [
        Profile(
            pk=user.pk,
            user=user,
            home=source.choice(categories),
            place=source.choice(PLACES),
            biography=f"{user.first_name} writes about {source.choice(PLACES)} and beyond.",
        )
        for user in people
    ]
