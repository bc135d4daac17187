"""From a profile to a report: stages, totals, groups of queries, findings. Pure functions."""

from __future__ import annotations

from cycleprof.analysis.case import Case
from cycleprof.analysis.detectors import DETECTORS
from cycleprof.analysis.queries import group_queries
from cycleprof.analysis.silencing import Sifted, Silence, sift
from cycleprof.analysis.stages import stage_totals
from cycleprof.analysis.totals import sum_up
from cycleprof.freeze.likeness import restore
from cycleprof.model import Profile, Report, Thresholds

__all__ = ["analyse", "silencers"]


def silencers(
    profile: Profile, thresholds: Thresholds | None = None, silence: Silence | None = None
) -> Sifted:
    """What a profile's findings met that silences them; see :func:`silencing.unused`."""
    return _sifted(restore(profile), thresholds, silence)


def _sifted(whole: Profile, thresholds: Thresholds | None, silence: Silence | None) -> Sifted:
    case = Case(whole, thresholds or Thresholds())
    findings = [finding for detect in DETECTORS for finding in detect(case)]
    return sift(findings, whole, silence or Silence())


def analyse(
    profile: Profile, thresholds: Thresholds | None = None, silence: Silence | None = None
) -> Report:
    """Everything that follows from a profile; the findings with the costliest first.

    Findings that a comment, a block, a pattern or the baseline silences are left out.
    """
    whole = restore(profile)
    stages, unaccounted_ns = stage_totals(profile.spans)
    kept = _sifted(whole, thresholds, silence).kept
    return Report(
        profile=profile,
        totals=sum_up(whole, unaccounted_ns),
        stages=stages,
        queries=group_queries(whole.spans),
        findings=tuple(sorted(kept, key=lambda finding: -finding.cost_ns)),
    )
