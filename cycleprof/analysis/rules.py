"""Names the rules by which a profile is judged: what was judged by others is out of date."""

from __future__ import annotations

from hashlib import blake2b

from cycleprof.analysis.silencing import Silence
from cycleprof.model import Thresholds


def name_of_rules(
    version: str, thresholds: Thresholds | None = None, silence: Silence | None = None
) -> str:
    """16 hexadecimal digits: of cycleprof's version, the thresholds, and the patterns in force."""
    silence = silence or Silence()
    patterns = [one for one in silence.patterns if not one.is_over(silence.today)]
    rules = (version, thresholds or Thresholds(), patterns, sorted(silence.baseline))
    return blake2b(repr(rules).encode("utf-8", "replace"), digest_size=8).hexdigest()
