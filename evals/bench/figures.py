"""A figure with its unit and target, the targets themselves, and the machine that figures were taken on."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

_CPUINFO = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should reach.

    Attributes:
        at_least: whether larger is better.
    """

    value: float
    at_least: bool = False

    def __str__(self) -> str:
        """As people read it: `≤ 5`."""
        return f"{'≥' if self.at_least else '≤'} {self.value:g}"

    def is_met(self, value: float) -> bool:
        """Whether a figure reaches it."""
        return value >= self.value if self.at_least else value <= self.value


TARGETS = {
    "parse_10mb_s": Target(10),
    "index_build_s": Target(5),
    "ready_s": Target(3.5),
    "ask_s": Target(3),
    "search_p50_ms": Target(5),
    "chat_p50_ms": Target(10),
    "chat_p99_ms": Target(30),
    "load_errors": Target(0),
    "load_share": Target(10, at_least=True),
    "memory_mib": Target(350),
    "success@5 plain": Target(90, at_least=True),
}
"""By the figure's name; figures without a target are told for their own sake."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        name: stable, for programs.
        label: for people.
        kind: of question, for figures that are told by kind.
    """

    name: str
    label: str
    value: float
    unit: str
    kind: str = ""

    @property
    def target(self) -> Target | None:
        """What it should reach, if there is such a thing."""
        return TARGETS.get(f"{self.name} {self.kind}".strip())

    @property
    def met(self) -> bool | None:
        """Whether it reaches its target; None without one."""
        return self.target.is_met(self.value) if self.target else None

    @property
    def shown(self) -> str:
        """The value with three significant digits, whole numbers and those from 100 on without a fraction."""
        whole = self.value == int(self.value) or abs(self.value) >= 100
        return f"{self.value:,.0f}" if whole else f"{self.value:.3g}"

    def to_json(self) -> dict[str, Any]:
        """The figure as `--json` has it."""
        target = str(self.target) if self.target else None
        return {
            "name": self.name,
            "label": self.label,
            "kind": self.kind or None,
            "value": round(self.value, 4),
            "unit": self.unit,
            "target": target,
            "met": self.met,
        }


def seconds(call: Callable[[], object], repeats: int) -> float:
    """The median of a call's wall times, in seconds."""
    return median(_once(call) for _ in range(repeats))


def _once(call: Callable[[], object]) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (in (0, 1]) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def machine() -> dict[str, str | int | float]:
    """Cores, how busy they are with other work, processor, Python and system."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "load": round(os.getloadavg()[0], 2),
        "cpu": _cpu_model(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def _cpu_model() -> str:
    if _CPUINFO.is_file() and (
        found := re.search(r"model name\s*:\s*(.+)", _CPUINFO.read_text(encoding="utf-8"))
    ):
        return found[1]
    return platform.processor() or platform.machine()
