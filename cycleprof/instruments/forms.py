"""Validation of forms and formsets: time, and the names of the fields with errors."""

from __future__ import annotations

from typing import Any

from django.forms.forms import BaseForm
from django.forms.formsets import BaseFormSet

from cycleprof.instruments._patch import Patches
from cycleprof.instruments._spans import Call, Hook, dotted
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import Details, Scope


def install(patches: Patches) -> None:
    patches.replace(
        BaseForm, "full_clean", Hook(Stage.SERIALIZE, _describe, after=_note_form, whole=True)
    )
    patches.replace(
        BaseFormSet, "full_clean", Hook(Stage.SERIALIZE, _describe, after=_note_formset, whole=True)
    )


def _note_form(span: Scope, call: Call, _: Any) -> None:
    form = call.args[0]
    span.note("cycleprof.form.bound", bool(form.is_bound))
    if form.is_bound:
        span.note("cycleprof.form.errors", sorted(form._errors))


def _note_formset(span: Scope, call: Call, _: Any) -> None:
    formset = call.args[0]
    span.note("cycleprof.form.bound", bool(formset.is_bound))
    if formset.is_bound:
        names = {name for errors in formset._errors for name in errors}
        span.note("cycleprof.form.errors", sorted(names))


def _describe(call: Call) -> Details:
    form = call.args[0]
    attributes: dict[str, Attribute] = {"code.function.name": f"{dotted(type(form))}.full_clean"}
    fields = getattr(form, "fields", None)
    if fields is not None:
        attributes["cycleprof.form.fields"] = len(fields)
    return Details(f"{type(form).__qualname__}.full_clean", attributes=attributes)
