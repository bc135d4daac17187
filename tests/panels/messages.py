"""Every text that the panel shows, read from the sources: of panels, detectors and JavaScript."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = r'"((?:[^"\\]|\\.)*)"'
SINGLE = re.compile(rf"\bt\(\s*{TEXT}")
PLURAL = re.compile(rf"\bmany\(\s*{TEXT},\s*{TEXT}")


def messages() -> list[str]:
    """The texts in English, sorted; those that depend on a number as ``singular|plural``."""
    python = (ROOT / "cycleprof" / "panels").glob("*.py")
    scripts = (ROOT / "static" / "cycleprof").rglob("*.js")
    found = {text for path in python for text in _in_python(path.read_text("utf-8"))}
    judging = (ROOT / "cycleprof" / "analysis").rglob("*.py")
    found |= {text for path in judging for text in _in_python(path.read_text("utf-8"))}
    found |= {text for path in scripts for text in _in_script(path.read_text("utf-8"))}
    return sorted(found)


def _in_python(source: str) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name)]
    texts = {"_": 1, "gettext": 1, "ngettext": 2, "said": 1, "phrase": 1}
    return {
        "|".join(str(ast.literal_eval(one)) for one in call.args[: texts[call.func.id]])
        for call in named
        if call.func.id in texts and isinstance(call.args[0], ast.Constant)
    }


def _in_script(source: str) -> set[str]:
    return set(SINGLE.findall(source)) | {"|".join(forms) for forms in PLURAL.findall(source)}
