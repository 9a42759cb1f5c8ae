"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="輸出 JSON，供程式讀取。")]
IndexFolder = Annotated[
    Path | None, typer.Option("--index", metavar="資料夾", help="以 --passages 建立的索引所在的資料夾。")
]
