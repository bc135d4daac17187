"""The ORM: what each queryset did, where it was built and run, and which relation asked for it.

A span of stage ``orm`` is one evaluation of a queryset, one statement without rows (count, save,
delete), one level of a prefetch, or one chunk of a server-side cursor. Its origin is the line that
built the queryset, where that is known; the origin of the statement in it is the line that ran it.
Attributes, all ``cycleprof.*``:

``model``, ``operation``    the model's label, and what was called: fetch, get, count, save, ...
``rows``, ``instances``     how many were read and made
``compile_ns``, ``execute_ns``, ``fetch_ns``, ``hydrate_ns``    the span's time in its phases
``select_related``, ``prefetch_related``, ``only``, ``defer``   lists of names
``sliced``, ``combinator``, ``result``    a slice; union, raw, ...; values or values_list
``lock``                    of select_for_update(): wait, or skip what others have locked
``evaluation``              the number by which instances remember where they come from
``source``, ``source.path`` that number of the instance asked, and the lookup path to it
``relation``, ``relation.model``, ``relation.kind``    what was asked of it: kind is forward,
                            reverse_one, generic, deferred, to_many, or self where it is written
``parent``                  tells instances apart: a number key, or the digest of another
``relation.step``           what stands for it in a lookup path, where that is a Prefetch's to_attr
``ordering``                the order that the model's Meta gives, where it is in force
``columns``                 ``column=field`` where they differ, ! behind unique ones, pk the key
``calls``                   methods that changed a related manager's queryset
``prefetch``, ``prefetch.level``, ``parents``    the lookup, its level, for how many instances
``rendered_at``             file, line and name of the template that called the Python in between
``callers``, ``library``, ``ignore``    see freeze.sites; every span may have them
"""

from __future__ import annotations

from cycleprof.instruments._patch import Patches
from cycleprof.instruments.orm import (
    births,
    compiler,
    hops,
    prefetching,
    provenance,
    querysets,
    relations,
)


def install(patches: Patches) -> None:
    relations.install(patches)
    provenance.install(patches)
    births.install(patches)
    querysets.install(patches)
    compiler.install(patches)
    prefetching.install(patches)
    hops.install(patches)
