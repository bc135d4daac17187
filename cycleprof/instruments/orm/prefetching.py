"""prefetch_related(): each level is one span, with the number of instances that it serves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.db.models import Model, query

from cycleprof.frames import Spot, resolve, spot_at
from cycleprof.instruments._patch import Patches
from cycleprof.instruments.orm.relations import TAG, Relation, anonymous, key_of
from cycleprof.model import Attribute, Stage
from cycleprof.recorder import ACTIVE, Details


class Prefetch:
    """One level of a prefetch: for whom it is, and which relation it follows.

    ``roots`` are the instances with which its first level began.
    """

    __slots__ = ("count", "level", "lookup", "model", "relation", "roots", "spot", "through")

    def __init__(
        self, instances: list[Any], lookup: Any, level: int, roots: list[Any], spot: Spot | None
    ) -> None:
        first = instances[0]
        name = lookup.prefetch_through.split("__")[level]
        step = lookup.prefetch_to.split("__")[level]
        self.lookup = lookup.prefetch_to
        self.through = lookup.prefetch_through
        self.level = level
        self.count = len(instances)
        self.roots = len(roots)
        self.model = type(first)
        self.spot = spot
        key = key_of(roots[0]) if self.roots == 1 else None
        thing = (self.model, name, None)
        self.relation = Relation("to_many", thing, first._state.__dict__.get(TAG), key)
        if step != name:
            self.relation = self.relation._replace(step=step)


def install(patches: Patches) -> None:
    patches.replace(query, "prefetch_one_level", _prefetch_one_level)


def _prefetch_one_level(original: Callable[..., Any]) -> Callable[..., Any]:
    def prefetch_one_level(instances: Any, prefetcher: Any, lookup: Any, level: int) -> Any:
        scope = ACTIVE.get()
        if scope is None or not isinstance(instances[0], Model):  # objects may only refer to some
            return original(instances, prefetcher, lookup, level)
        try:
            caller = sys._getframe(1)
            roots = caller.f_locals.get("model_instances", instances)  # whatever the level
            prefetch = Prefetch(list(instances), lookup, level, roots, spot_at(caller))
        except Exception as error:
            scope.recorder.fault("orm", error)
            return original(instances, prefetcher, lookup, level)
        with scope.open(Stage.ORM, _describe, prefetch):
            return original(instances, prefetcher, lookup, level)

    return prefetch_one_level


def _describe(prefetch: Prefetch) -> Details:
    label, relation = prefetch.model._meta.label, prefetch.relation
    path = relation.thing[1]
    tag = relation.tag
    attributes: dict[str, Attribute] = {
        "cycleprof.model": label,
        "cycleprof.operation": "prefetch",
        "cycleprof.prefetch": str(prefetch.lookup),
        "cycleprof.prefetch.level": prefetch.level,
        "cycleprof.parents": prefetch.count,
        "cycleprof.prefetch.roots": prefetch.roots,
        "cycleprof.relation": path,
        "cycleprof.relation.model": relation.label,
    }
    if relation.key is not None:
        attributes["cycleprof.parent"] = anonymous(relation.key)
    if relation.step is not None:
        attributes["cycleprof.relation.step"] = relation.step
    if prefetch.through != prefetch.lookup:  # its rows go to an attribute of another name
        attributes["cycleprof.prefetch.through"] = str(prefetch.through)
    if tag is not None:
        attributes["cycleprof.source"] = tag[1]
        if tag[2]:
            attributes["cycleprof.source.path"] = tag[2]
    site = resolve(prefetch.spot)
    return Details(f"prefetch {path}", site, attributes)
