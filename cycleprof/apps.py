"""The Django app: reads the settings, installs the instruments, puts the middleware outermost."""

from __future__ import annotations

from django.apps import AppConfig

from cycleprof.conf import is_enabled


class CycleprofConfig(AppConfig):
    """With the tool off, being installed has no effect besides the system checks."""

    name = "cycleprof"
    verbose_name = "cycleprof"

    def ready(self) -> None:
        from cycleprof import checks  # noqa: PLC0415 - registers itself; needs the app registry

        checks.register_all()
        if is_enabled():
            switch_on()


def switch_on() -> None:
    """Install what records. Calling it again changes nothing."""
    from cycleprof.blocks import surroundings  # noqa: PLC0415 - nothing is imported while off
    from cycleprof.conf import base_dir, get_config  # noqa: PLC0415 - likewise
    from cycleprof.instruments import install_all  # noqa: PLC0415 - likewise
    from cycleprof.outermost import install  # noqa: PLC0415 - likewise
    from cycleprof.runtime import VERSIONS, submit  # noqa: PLC0415 - likewise

    VERSIONS.update(install_all())
    install()
    surroundings.limits = get_config().limits
    surroundings.base_dir = base_dir()
    surroundings.versions = VERSIONS
    surroundings.deliver = submit
