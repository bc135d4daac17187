"""How long a profile of 10,000 queries takes to be kept, looked up, analysed and served.

    python -m tests.benchmarks.serve_10k

The answers are those of the tool's own address, asked through Django's handler, without a socket.
Times are CPU milliseconds, the least of three.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from typing import Any


def least_ms(function: Callable[[], Any], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time_ns()
        function()
        taken.append(time.process_time_ns() - start)
    return min(taken) / 1e6


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(BENCH_VARIANT="cycleprof", BENCH_FOLDER=folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.project.settings"
        import django

        django.setup()
        from django.test import Client

        from cycleprof import runtime, serialize
        from cycleprof.packing import pack_profile, unpack
        from cycleprof.stores import make_entry
        from tests.benchmarks.analysis_10k import profile

        one = profile()
        packed = pack_profile(one)
        size = serialize.size(one)
        print(f"{len(one.spans):,} spans; as JSON {size:,} bytes, kept {len(packed):,}")
        runtime.get_runtime().writer.store.save([make_entry(one)])
        client = Client()
        address = f"/__cycleprof__/api/profiles/{one.id}"
        report = runtime.judge(one)
        print(f"pack            {least_ms(lambda: pack_profile(one)):8.0f} ms")
        print(f"unpack          {least_ms(lambda: unpack(packed)):8.0f} ms")
        print(f"analyse         {least_ms(lambda: runtime.judge(one)):8.0f} ms")
        print(f"document        {least_ms(lambda: serialize.report_document(report)):8.0f} ms")
        document = serialize.report_document(report)
        print(f"encode          {least_ms(lambda: serialize.encode(document)):8.0f} ms")
        start = time.process_time_ns()
        answer = client.get(address)
        took = (time.process_time_ns() - start) / 1e6
        print(f"first answer    {took:8.0f} ms, {answer.status_code}")
        print(f"answer          {least_ms(lambda: client.get(address)):8.0f} ms")
        print(f"answer, panels  {least_ms(lambda: client.get(address + '/panels')):8.0f} ms")


if __name__ == "__main__":
    main()
