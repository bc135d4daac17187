"""Reads a finished cycle whole: frozen, analysed, with its findings."""

from __future__ import annotations

from collections.abc import Collection

from cycleprof.gate.digest import digest, without_nested
from cycleprof.gate.run import Cycle
from cycleprof.gate.warm_up import WarmUp
from cycleprof.model import Finding
from cycleprof.runtime import judge, silencers
from cycleprof.serialize import Document, finding_document, profile_document
from cycleprof.serialize import size as size_of
from cycleprof.testing.case import Ended


class FullReader:
    """Freezes and analyses each cycle. ``findings`` gathers those of the test by fingerprint.

    Keeps the documents of profiles up to ``room`` bytes per test.
    """

    def __init__(self, warm_up: Collection[str], room: int) -> None:
        self._warm_up = warm_up
        self._room = room
        self.findings: dict[str, Document] = {}
        self.silencers: dict[str, bool] = {}

    def __call__(self, ended: Ended) -> Cycle:
        whole = ended.recording.profile
        own = without_nested(whole)
        report = judge(own)
        for name, used in silencers(own).items():
            self.silencers[name] = self.silencers.get(name, False) or used
        cycle = digest(
            report,
            phase=ended.phase,
            nested=ended.nested,
            warm_up=WarmUp(self._warm_up, ended.cleared),
        )
        for finding in report.findings:
            self._keep(finding)
        size = size_of(whole) if self._room > 0 else 0
        if 0 < size <= self._room:
            self._room -= size
            cycle["profile"] = profile_document(whole)
        return cycle

    def _keep(self, finding: Finding) -> None:
        known = self.findings.get(finding.fingerprint)
        if known is None or known["count"] < finding.count:
            self.findings[finding.fingerprint] = finding_document(finding)
