"""Forms for comments and posts."""

from __future__ import annotations

from typing import Any

from django import forms

from .models import Comment, Post


class CommentForm(forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["body"]
        labels = {"body": "Your comment"}
        widgets = {"body": forms.Textarea(attrs={"rows": 4})}

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).strip()
        if len(body) < 3:
            raise forms.ValidationError("Please write at least three characters.")
        return body


class PostForm(forms.ModelForm):
    class Meta:
        model = Post
        fields = ["title", "category", "tags", "image", "summary", "body", "published"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "body": forms.Textarea(attrs={"rows": 12}),
        }

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"]).strip()
        if title.isupper():
            raise forms.ValidationError("Please do not shout: write the title in lower case.")
        return title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("summary") and cleaned.get("summary") == cleaned.get("body"):
            self.add_error("summary", "The summary must be shorter than the text itself.")
        return cleaned
