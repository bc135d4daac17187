"""``html``: one file with the full viewer, which opens from disk and asks nobody for anything."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from string import Template

from cycleprof import assets, panels, serialize
from cycleprof.exporters._format import Format
from cycleprof.exporters._inline import (
    entry,
    for_script,
    import_map,
    source_hash,
    style_sheets,
)
from cycleprof.model import Report
from cycleprof.stores.summary import summarise

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>$title</title>
<style>$style</style>
<script type="importmap">$imports</script>
</head>
<body>
<div id="cycleprof" data-prefix="./" data-id="$profile_id"></div>
<script type="application/json" id="cycleprof-assets">$sheets</script>
<script type="application/json" id="cycleprof-data">$data</script>
<script type="module">$entry</script>
<noscript>JavaScript draws this page.</noscript>
</body>
</html>
""")


def render(reports: Sequence[Report]) -> str:
    imports, start = import_map(), entry()
    style = assets.read("page.css").decode("utf-8")
    policy = (
        # The modules are data URLs. No markup can bring in another one: the file's own text is
        # escaped, and Trusted Types without any policy lets no script set one.
        f"default-src 'none'; script-src {source_hash(imports)} {source_hash(start)} data:; "
        f"style-src {source_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    summaries = [serialize.summary_document(summarise(report)) for report in reports]
    data = {
        "documents": {report.profile.id: panels.document(report) for report in reports},
        "summaries": sorted(summaries, key=lambda one: str(one["id"]), reverse=True),
    }
    return _PAGE.substitute(
        policy=escape(policy),
        title=escape(f"{reports[0].profile.name} · cycleprof"),
        style=style,
        imports=imports,
        profile_id=escape(reports[0].profile.id),
        sheets=style_sheets(),
        data=for_script(data),
        entry=start,
    )


FORMAT = Format("html", ".html", "text/html; charset=utf-8", "one file with the viewer", render)
