"""`planbot search`: passages for one query, or a TREC run for a file of queries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.options import AsJson, IndexFolder
from api.errors import UsageError
from api.settings import Settings, read_settings
from api.terminal import progress_bar

if TYPE_CHECKING:
    from index import Index, PlanIndex

K, RUN_K = 10, 100


HELP = "搜尋段落；加 --queries 與 --run 時一次查一批，沒有結果的查詢不會有任何一行。"


def search(
    query: Annotated[
        str | None, typer.Argument(metavar="查詢", help="問題、詞語，或段落的編號、位置、標題。")
    ] = None,
    k: Annotated[
        int | None, typer.Option("-k", min=1, help=f"每個查詢最多幾段；預設 {K}，搭配 --queries 時 {RUN_K}。")
    ] = None,
    as_json: AsJson = False,
    queries: Annotated[
        Path | None,
        typer.Option(
            "--queries", metavar="檔案", help="一批查詢：UTF-8，每行「編號 TAB 問題」，沒有標題列。"
        ),
    ] = None,
    run: Annotated[
        Path | None, typer.Option("--run", metavar="檔案", help="把這批查詢的結果寫成 TREC run 檔。")
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Search for one query or for many."""
    if (query is None) == (queries is None) or (queries is None) != (run is None):
        msg = "請給一個查詢，或同時給 --queries 與 --run。"
        raise UsageError(msg)
    settings = read_settings()
    if queries is not None and run is not None:
        _write_run(_opened(settings, index), queries, run, k or RUN_K)
    elif query is not None:
        found = _found(_opened(settings, index), settings, query, k or K)
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2) if as_json else _page(found["hits"]))


def _opened(settings: Settings, folder: Path | None) -> Index | PlanIndex:
    # Late: FAISS and its kin take half a second, which --help does without.
    from api.searching import open_search
    from index import Index, load_encoder

    if folder is not None:
        mend = f"planbot build --passages … --index {folder}"
        return Index(folder, load_encoder(settings.encoder), mend=mend)
    with progress_bar("建立索引") as progress:
        return open_search(settings, progress)


def _found(searched: Index | PlanIndex, settings: Settings, query: str, k: int) -> dict[str, Any]:
    """What GET /v1/search replies, or the like for a foreign index."""
    # Late for the same reason.
    from api.searching import search_plan
    from index import PlanIndex

    if isinstance(searched, PlanIndex):
        return search_plan(searched, settings, query, k)
    documents = ((hit.document, hit.score) for hit in searched.search(query, k))
    hits = [
        {"id": one.document_id, "title": one.title, "text": one.text, "score": score}
        for one, score in documents
    ]
    return {"hits": hits, "index_version": searched.version}


def _write_run(searched: Index | PlanIndex, queries: Path, run: Path, k: int) -> None:
    # Late for the same reason.
    from api.foreign import read_queries, run_lines, write_whole

    asked = read_queries(queries)
    count = write_whole(run, run_lines(asked, searched.search, k))
    typer.echo(f"{len(asked):,} 個查詢，{count:,} 行結果，寫在 {run}。", err=True)


def _page(hits: Sequence[Mapping[str, Any]]) -> str:
    """Hits as people read them."""
    rows = (f"{hit['score']:.3f}  {hit.get('label') or hit['id']}\n       {hit['text']}" for hit in hits)
    return "\n".join(rows) or "沒有找到任何段落。"
