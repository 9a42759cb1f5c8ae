"""Small pieces of HTML, and the page around them, which asks nothing of any network."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
# Even if an answer held markup that slipped through, nothing could be loaded or sent.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'"


def esc(text: object) -> str:
    """Text as HTML, in attributes too."""
    return html.escape(str(text), quote=True)


def table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that scrolls within itself and can be reached by keyboard.

    Args:
        caption: plain text; also names the scrolling region.
        headings: plain text, one a column.
        rows: cells as HTML; the first of each row is its heading.
    """
    head = "".join(f'<th scope="col">{esc(heading)}</th>' for heading in headings)
    body = "".join(_row(cells) for cells in rows)
    return (
        f'<div class="wide" role="region" aria-label="{esc(caption)}" tabindex="0"><table>'
        f"<caption>{esc(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[str]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def definition_list(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms with their values, both plain text."""
    return "<dl>" + "".join(f"<dt>{esc(term)}</dt><dd>{esc(value)}</dd>" for term, value in pairs) + "</dl>"


def section(heading: str, *parts: str) -> str:
    """A part of the page under a heading of the second level."""
    return f"<section><h2>{esc(heading)}</h2>{''.join(parts)}</section>"


def page(title: str, *parts: str, script: str = "") -> str:
    """A whole page with its style and script inside."""
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    code = f"<script>{(ASSETS / script).read_text(encoding='utf-8')}</script>" if script else ""
    return (
        f'<!doctype html>\n<html lang="zh-Hant-TW"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{esc(title)}</title><style>{style}</style></head>"
        f"<body><header><h1>{esc(title)}</h1></header><main>{''.join(parts)}</main>{code}</body></html>\n"
    )
