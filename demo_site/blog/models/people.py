"""What the blog adds to Django's own user: a profile, one to one."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    home = models.ForeignKey(
        "blog.Category", models.SET_NULL, related_name="residents", null=True, blank=True
    )
    place = models.CharField(max_length=80)
    biography = models.TextField(blank=True)

    class Meta:
        ordering = ["user_id"]

    def __str__(self) -> str:
        return f"{self.user.get_full_name()} of {self.place}"  # trigger: cp001-str
