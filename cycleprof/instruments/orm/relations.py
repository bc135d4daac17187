"""Which relation, field or instance a query serves, read from Django's own frames on the stack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from types import CodeType, FrameType
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.db.models.fields import related_descriptors
from django.db.models.query_utils import DeferredAttribute

from cycleprof import frames
from cycleprof.instruments._patch import Patches
from cycleprof.model import Attribute

TAG = "_cycleprof"
"""Key in the ``__dict__`` of a model's state or of a queryset under which we keep our own."""

_new = tuple.__new__  # of a named tuple, without the call of a function that its own takes
_MANAGER_WRITES = ("add", "remove", "set", "clear", "create")


class Relation(NamedTuple):
    """What was asked of an instance: the kind of access, and what names it.

    ``kind`` is forward, reverse_one, generic, deferred, to_many or self (the instance itself is
    written). ``key`` is the instance's primary key, ``tag`` where the instance comes from.
    """

    kind: str
    thing: Any
    tag: Any
    key: Any
    step: str | None = None
    """Its part of a lookup path, where that is not its name: a Prefetch's ``to_attr``."""

    @property
    def label(self) -> str:
        return str(_owner(self)._meta.label)

    @property
    def name(self) -> str:
        if self.kind == "self":
            return ""
        if self.kind == "to_many":
            return str(self.thing[1])
        return _name(self.thing)

    def attributes(self) -> dict[str, Attribute]:
        found: dict[str, Attribute] = {
            "cycleprof.relation.kind": self.kind,
            "cycleprof.relation.model": self.label,
        }
        if self.kind != "self":
            found["cycleprof.relation"] = self.name
        if self.step is not None:
            found["cycleprof.relation.step"] = self.step
        if self.key is not None:
            found["cycleprof.parent"] = anonymous(self.key)
        return found


def identity(relation: Relation) -> object:
    """Equal for the same relation of whichever instance, as long as both are kept alive."""
    thing = relation.thing
    return tuple(map(id, thing)) if thing.__class__ is tuple else id(thing)


def key_of(instance: Any) -> Any:
    """The instance's primary key, without loading anything; a tuple where it has several fields."""
    meta, values = instance._meta, instance.__dict__
    key = values.get(meta.pk.attname)
    if key is None and len(meta.pk_fields) > 1:
        return tuple(values.get(field.attname) for field in meta.pk_fields)
    return key


def anonymous(key: Any) -> str:
    """A primary key as text that tells keys apart; other than numbers they may be secrets."""
    if isinstance(key, int):
        return str(key)
    return blake2b(str(key).encode("utf-8", "replace"), digest_size=6).hexdigest()


def install(patches: Patches) -> None:
    """Have the frames of Django's descriptors and of its writing methods tell what they serve."""
    for code, watcher in _watched():
        frames.watch(code, watcher)
    patches.on_undo(frames.unwatch_all)


def _watched() -> Iterator[tuple[CodeType, frames.Watcher]]:
    descriptors = related_descriptors
    yield descriptors.ForwardManyToOneDescriptor.__get__.__code__, _forward
    yield descriptors.ForwardOneToOneDescriptor.get_object.__code__, _nothing
    yield descriptors.ReverseOneToOneDescriptor.__get__.__code__, _reverse_one
    yield DeferredAttribute.__get__.__code__, _deferred
    yield Model.save_base.__code__, _self
    yield Model.delete.__code__, _self
    for method in ("count", "exists", "aggregate", "update", "_update", "delete", "_raw_delete"):
        yield getattr(QuerySet, method).__code__, _queryset
    yield from _manager_methods(descriptors.create_forward_many_to_many_manager.__code__)
    with suppress(ImportError, RuntimeError):  # contenttypes is not installed
        yield from _generic()


def _generic() -> Iterator[tuple[CodeType, frames.Watcher]]:
    from django.contrib.contenttypes import fields  # noqa: PLC0415 - needs the installed app

    # Since Django 6.0 the descriptor is a class of its own.
    descriptor = getattr(fields, "GenericForeignKeyDescriptor", fields.GenericForeignKey)
    yield descriptor.__get__.__code__, _generic_forward
    yield from _manager_methods(fields.create_generic_related_manager.__code__)


def _manager_methods(factory: CodeType) -> Iterator[tuple[CodeType, frames.Watcher]]:
    """The writing methods of the manager class that a factory makes: its code holds theirs."""
    for body in factory.co_consts:
        for code in getattr(body, "co_consts", ()):
            if isinstance(code, CodeType) and code.co_name in _MANAGER_WRITES:
                yield code, _manager_write


def _of(kind: str, thing: Any, instance: Any) -> Relation:
    values = instance.__dict__
    tag, key = getattr(values.get("_state"), TAG, None), values.get(instance._meta.pk.attname)
    return _new(Relation, (kind, thing, tag, key_of(instance) if key is None else key, None))


def _forward(frame: FrameType) -> Relation:
    names = frame.f_locals  # each access makes a new dict
    return _of("forward", names["self"].field, names["instance"])


def _reverse_one(frame: FrameType) -> Relation:
    names = frame.f_locals
    return _of("reverse_one", names["self"].related, names["instance"])


def _deferred(frame: FrameType) -> Relation:
    names = frame.f_locals
    return _of("deferred", names["self"].field, names["instance"])


def _generic_forward(frame: FrameType) -> Relation:
    names = frame.f_locals
    descriptor = names["self"]
    return _of("generic", getattr(descriptor, "field", descriptor), names["instance"])


def _self(frame: FrameType) -> Relation:
    instance = frame.f_locals["self"]
    return _of("self", type(instance), instance)


def _manager_write(frame: FrameType) -> Relation | None:
    return to_many(frame.f_locals["self"])


def _queryset(frame: FrameType) -> Any:
    return frame.f_locals["self"]


def _nothing(_: FrameType) -> None:
    """The file is watched for its neighbours' sake."""


def to_many(manager: Any) -> Relation | None:
    """The relation whose manager this is, of the instance that it belongs to."""
    instance = manager.instance
    own = manager.__dict__
    if "query_field_name" in own and own.get("reverse"):
        field = manager.model._meta.get_field(own["query_field_name"])
        return _of("to_many", (None, field.remote_field.get_accessor_name(), field), instance)
    if "prefetch_cache_name" in own:
        return _of("to_many", (type(instance), own["prefetch_cache_name"], None), instance)
    field = own.get("field")
    if field is None:
        return None
    return _of("to_many", (None, field.remote_field.get_accessor_name(), field), instance)


def _owner(relation: Relation) -> Any:
    """The model on which the relation or field is declared."""
    thing = relation.thing
    if relation.kind == "self":
        return thing
    if relation.kind == "to_many":
        owner, name, field = thing
        return field.remote_field.model if field is not None else _declared_on(owner, name)
    return thing.model


def _declared_on(owner: Any, name: str) -> Any:
    """The model of a field, or of the far end of a relation known by its accessor only."""
    for relation in owner._meta.related_objects:
        if relation.get_accessor_name() == name:
            return relation.model
    for parent in reversed(owner._meta.get_parent_list()):  # each child has a copy of its own
        if any(field.name == name for field in parent._meta.private_fields):
            return parent
    try:
        return owner._meta.get_field(name).model
    except FieldDoesNotExist:  # an attribute that prefetches by means of its own
        return owner


def _name(thing: Any) -> str:
    accessor = getattr(thing, "get_accessor_name", None)
    return str(accessor() if accessor is not None else thing.name)
