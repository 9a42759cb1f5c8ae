"""Plots as inline SVG, each with a title and a description that tells its figures in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.report.html import esc

WIDTH, LEFT, RIGHT, TOP, ROW = 720, 150, 30, 14, 26


def figure(name: str, title: str, description: str, height: int, *shapes: str) -> str:
    """A figure that screen readers read as its title and description; `name` is unique in the page."""
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{esc(title)}</title><desc id="{name}-d">{esc(description)}</desc>'
        f"{''.join(shapes)}</svg>"
        f"<figcaption>{esc(title)}</figcaption></figure>"
    )


def intervals(name: str, title: str, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """One measure by kind: a dot at the mean, a line over the bootstrap's 95 % interval, axis from 0 to 1."""
    height = TOP + ROW * len(rows) + 34
    shapes = [_share_axis(height)]
    told = []
    for at, (kind, found) in enumerate(rows):
        y = TOP + ROW * at + ROW / 2
        low, mid, high = (_x(found[key]) for key in ("boot_low", "value", "boot_high"))
        shapes.append(
            f'<text x="{LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{esc(kind)}</text>'
            f'<line class="plot" x1="{low:.1f}" x2="{high:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<circle class="dot" cx="{mid:.1f}" cy="{y:.1f}" r="5"/>'
        )
        told.append(f"{kind} {found['value']:.1%}（{found['boot_low']:.1%}–{found['boot_high']:.1%}）")
    return figure(name, title, "、".join(told), height, *shapes)


def histogram(name: str, title: str, values: Sequence[float], unit: str) -> str:
    """How many values fall into each of up to 20 equally wide bins from 0 to the largest."""
    top = max(values) or 1.0
    bins = [0] * 20
    for value in values:
        bins[min(int(value / top * 20), 19)] += 1
    height, base, most = 240, 200, max(bins)
    step = (WIDTH - LEFT - RIGHT) / 20
    bars = "".join(
        f'<rect class="bar" x="{LEFT + i * step + 1:.1f}" width="{step - 2:.1f}" '
        f'y="{base - n / most * 180:.1f}" height="{n / most * 180:.1f}"/>'
        for i, n in enumerate(bins)
    )
    axis = (
        f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{base}" y2="{base}"/>'
        f'<text x="{LEFT}" y="{base + 20}">0</text>'
        f'<text x="{WIDTH - RIGHT}" y="{base + 20}" text-anchor="end">{top:.1f} {esc(unit)}</text>'
        f'<text x="{LEFT - 10}" y="24" text-anchor="end">{most} 題</text>'
    )
    told = f"共 {len(values)} 題，最小 {min(values):.1f}、最大 {top:.1f} {unit}"
    return figure(name, title, told, height, axis, bars)


def lines(
    name: str, title: str, named: Sequence[tuple[str, str, Sequence[tuple[float, float]]]], x_label: str
) -> str:
    """Curves over the unit square.

    Args:
        name: of the figure, unique in the page.
        title: of the figure.
        named: (label, style class, points (x, y) in [0, 1]) of each curve.
        x_label: what x is.
    """
    height = 320
    shapes = [_share_axis(height), _y_axis(height, x_label)]
    told = []
    for at, (label, style, points) in enumerate(named):
        drawn = " ".join(f"{_x(min(x, 1)):.1f},{_y(y, height):.1f}" for x, y in points)
        legend_y = TOP + 16 + 20 * at
        shapes.append(
            f'<polyline class="{style}" points="{drawn}"/>'
            f'<line class="{style}" x1="10" x2="40" y1="{legend_y}" y2="{legend_y}"/>'
            f'<text x="46" y="{legend_y + 4}">{esc(label)}</text>'
        )
        shown = [points[round(i * (len(points) - 1) / 4)] for i in range(5)] if points else []
        told.append(f"{label}：" + "、".join(f"{x:.2f} 時 {y:.1%}" for x, y in shown))
    return figure(name, title, "；".join(told), height, *shapes)


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float, height: int) -> float:
    return height - 34 - share * (height - 34 - TOP)


def _share_axis(height: int) -> str:
    return "".join(
        f'<line class="axis" x1="{_x(t / 4):.1f}" x2="{_x(t / 4):.1f}" y1="{TOP}" y2="{height - 34}"/>'
        f'<text x="{_x(t / 4):.1f}" y="{height - 19}" text-anchor="middle">{t / 4:.0%}</text>'
        for t in range(5)
    )


def _y_axis(height: int, x_label: str) -> str:
    marks = "".join(
        f'<text x="{LEFT - 8}" y="{_y(t / 2, height) + 4:.1f}" text-anchor="end">{t / 2:.0%}</text>'
        for t in range(3)
    )
    return marks + f'<text x="{WIDTH - RIGHT}" y="{height - 3}" text-anchor="end">{esc(x_label)}</text>'
