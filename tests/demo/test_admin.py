from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from .counting import statements
from blog import models


def test_every_model_is_registered():
    mine = {getattr(models, name) for name in models.__all__}
    assert mine <= set(admin.site._registry)


@pytest.mark.parametrize("name", sorted(models.__all__))
def test_every_list_and_every_form_opens(as_admin, name):
    model = getattr(models, name)
    prefix = f"admin:blog_{model._meta.model_name}"
    assert as_admin.get(reverse(f"{prefix}_changelist")).status_code == 200
    assert as_admin.get(reverse(f"{prefix}_add")).status_code == 200


def test_the_bad_list_asks_per_row_and_the_fixed_one_does_not(as_admin):
    bad = statements(as_admin, reverse("admin:blog_comment_changelist"))
    fixed = statements(as_admin, reverse("admin:blog_approvedcomment_changelist"))
    assert len(bad) == len(fixed) + 3 * 25  # post, its category and the author of each row


def test_both_lists_have_the_same_columns():
    bad, fixed = (admin.site._registry[model] for model in (models.Comment, models.ApprovedComment))
    assert bad.list_display == fixed.list_display


def test_a_post_has_its_comments_inline(as_admin, post):
    page = as_admin.get(reverse("admin:blog_post_change", args=[post.pk])).content.decode()
    assert 'id="comments-group"' in page


def test_comments_can_be_approved_together(as_admin):
    waiting = list(models.Comment.objects.filter(approved=False)[:3])
    as_admin.post(
        reverse("admin:blog_comment_changelist"),
        {"action": "approve", "_selected_action": [comment.pk for comment in waiting]},
    )
    chosen = models.Comment.objects.filter(pk__in=[comment.pk for comment in waiting])
    assert not chosen.filter(approved=False).exists()
