"""``profile()`` and ``span()`` as people use them."""

from __future__ import annotations

import asyncio
import contextvars
import io
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import cycleprof
from tests.profiles import outline


def test_a_block_records_what_happens_in_it():
    with cycleprof.profile("import", source="feed") as session:
        with cycleprof.span("read", rows=3):
            pass
        with cycleprof.span("write"), cycleprof.span("row"):
            pass
    profile = session.profile
    assert outline(profile) == ["user import", "  user read", "  user write", "    user row"]
    assert (profile.kind, profile.name) == ("block", "import")
    assert profile.spans[0].attributes == {"source": "feed"}
    assert profile.spans[1].attributes == {"rows": 3}


def test_blocks_and_spans_say_which_line_began_them():
    with cycleprof.profile("all") as session, cycleprof.span("one"):
        pass
    lines = {(span.origin.file, span.origin.line) for span in session.profile.spans}
    assert len(lines) == 1
    assert lines.pop()[0] == "tests/test_blocks.py"


def test_a_profile_is_not_there_before_its_block_has_ended():
    with cycleprof.profile("x") as session, pytest.raises(RuntimeError, match="has ended"):
        _ = session.profile


def test_an_exception_passes_through_and_is_told():
    with pytest.raises(KeyError), cycleprof.profile("x") as session, cycleprof.span("inner"):
        raise KeyError("gone")
    assert session.profile.exception.type == "KeyError"
    assert [span.status for span in session.profile.spans] == ["error", "error"]


def test_spans_cost_nothing_and_do_nothing_outside():
    with cycleprof.span("nobody listens") as scope:
        assert scope is None


def test_decorators_keep_the_kind_of_function():
    @cycleprof.span("double")
    def double(number):
        """Twice."""
        return 2 * number

    @cycleprof.span("later")
    async def later():
        return 1

    @cycleprof.span("numbers")
    def numbers():
        yield from (1, 2)

    @cycleprof.span("slow numbers")
    async def slow_numbers():
        yield 1

    async def collect():
        return [item async for item in slow_numbers()]

    with cycleprof.profile("all") as session:
        assert (double(2), double.__doc__) == (4, "Twice.")
        assert asyncio.run(later()) == 1
        assert list(numbers()) == [1, 2]
        assert asyncio.run(collect()) == [1]
    names = [span.name for span in session.profile.spans[1:]]
    assert names == ["double", "later", "numbers", "slow numbers"]


def test_a_decorated_function_is_a_cycle_at_each_call():
    @cycleprof.profile("job")
    def job():
        with cycleprof.profile("inner") as session:
            pass
        return session

    assert job().profile.id != job().profile.id


async def test_async_blocks_and_tasks():
    async def step(name):
        async with cycleprof.span(name):
            await asyncio.sleep(0)

    async with cycleprof.profile("async") as session:
        await asyncio.gather(step("one"), step("two"))
    spans = session.profile.spans
    assert sorted(span.name for span in spans[1:]) == ["one", "two"]
    assert {span.parent_id for span in spans[1:]} == {1}
    assert len({span.task for span in spans}) == 3


async def test_profiles_at_the_same_time_do_not_mix():
    async def one(name):
        with cycleprof.profile(name) as session:
            await asyncio.sleep(0.001)
            with cycleprof.span(f"{name} span"):
                await asyncio.sleep(0.001)
        return outline(session.profile)

    trees = await asyncio.gather(*(one(f"p{number}") for number in range(20)))
    assert trees == [[f"user p{n}", f"  user p{n} span"] for n in range(20)]


def test_work_that_outlives_its_span_hangs_on_what_encloses_it():
    with cycleprof.profile("all") as session:
        with cycleprof.span("short"):
            context = contextvars.copy_context()
        context.run(lambda: cycleprof.span("late").__enter__())
    root, _, late = session.profile.spans
    assert (late.name, late.parent_id, late.status) == ("late", root.id, "unfinished")


def test_one_object_serves_many_runs_at_once():
    timer, block = cycleprof.span("same"), cycleprof.profile("same block")

    def run(_):
        with block as session, timer, timer:
            time.sleep(0.001)
        return outline(session.profile)

    with ThreadPoolExecutor(8) as pool:
        trees = list(pool.map(run, range(40)))
    assert trees == [["user same block", "  user same", "    user same"]] * 40


def test_suppressed_records_nothing():
    with cycleprof.profile("x") as session, cycleprof.suppressed(), cycleprof.span("hidden"):
        pass
    assert len(session.profile.spans) == 1


@pytest.mark.parametrize("make", [io.BytesIO, io.StringIO])
def test_a_profile_survives_a_file(make, tmp_path):
    with cycleprof.profile("x") as session, cycleprof.span("inner"):
        pass
    file = make()
    cycleprof.dump(session.profile, file)
    file.seek(0)
    assert cycleprof.load(file) == session.profile
    cycleprof.dump(session.profile, tmp_path / "x.json")
    assert cycleprof.load(tmp_path / "x.json") == session.profile


def test_importing_cycleprof_imports_no_django():
    import subprocess
    import sys

    code = (
        "import cycleprof, sys; print(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("make", [cycleprof.profile, cycleprof.span])
def test_a_name_that_is_no_string_is_refused_at_once(make):
    with pytest.raises(TypeError, match=r"a name is a string, as in .*, not int"):
        make(5)


@pytest.mark.parametrize("code", ["CP1", "cp001", "CP0011", "n-plus-one", "", 1])
def test_a_code_that_none_has_is_refused(code):
    with pytest.raises(ValueError, match="is no code of a finding; one is written 'CP001'"):
        cycleprof.ignore("CP001", code)


def test_what_is_no_profile_cannot_be_dumped(tmp_path):
    with pytest.raises(TypeError, match=r"takes a Profile.*not NoneType"):
        cycleprof.dump(None, tmp_path / "x.json")
    assert not list(tmp_path.iterdir())


def test_content_is_no_file_to_load():
    with pytest.raises(TypeError, match=r"not bytes; .* io\.BytesIO"):
        cycleprof.load(b"")
