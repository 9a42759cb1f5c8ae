"""Indexes over any texts: built from a file of passages, searched by a file of queries into a TREC run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from api.errors import CommandError
from corpus.whole_files import replace_file
from index import Encoder, Hit, InputError, build_index, read_documents
from index.build import Progress
from index.documents import read_lines
from index.folder import MANIFEST, checksum

TAG = "planbot"
STEP = 1e-6  # the last decimal of a written score
_OURS = re.compile(r"[a-z_]+\.[0-9a-f]{16}\.(arrow|faiss|json)|.+\.partial")

Query = tuple[str, str]  # (id, text)
Search = Callable[[str, int], Sequence[Hit]]


def build_foreign(passages: Path, folder: Path, encoder: Encoder, progress: Progress | None = None) -> int:
    """Index a JSON Lines file of passages without bank or plan words; returns how many there are.

    Raises:
        InputError: naming the line that is no passage.
        CommandError: `folder` holds other things than an index, or cannot be written.
    """
    documents = list(read_documents(passages))
    _require_index_folder(folder)
    try:
        build_index(documents, folder, encoder, inputs={"passages": checksum(passages)}, progress=progress)
    except OSError as error:
        msg = f"無法在 {folder} 寫入索引：{error.strerror}。請檢查權限與空間，或以 --index 指定別的資料夾。"
        raise CommandError(msg) from error
    return len(documents)


def read_queries(path: Path) -> list[Query]:
    """Read `id TAB text` lines without a header; blank lines are skipped.

    Raises:
        InputError: naming the line without a tab, whose id is empty, holds a blank or was given before.
    """
    queries: dict[str, str] = {}
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        query_id, tab, text = line.rstrip("\r\n").partition("\t")
        wrong = None
        if not tab:
            wrong = "沒有定位字元（TAB）。請寫成「編號 TAB 問題」"
        elif not query_id or any(map(str.isspace, query_id)):
            wrong = f"編號「{query_id}」應為不含空白的文字"
        elif query_id in queries:
            wrong = f"編號「{query_id}」已用過。請改用不重複的編號"
        if wrong:
            msg = f"{path} 第 {number} 行：{wrong}。"
            raise InputError(msg)
        queries[query_id] = text
    return list(queries.items())


def run_lines(queries: Iterable[Query], search: Search, k: int) -> Iterator[str]:
    """Yield the lines of a TREC run, `qid Q0 docid rank score tag`.

    Scores fall strictly within a query, so that every tool reads the same order: of two that are equal in the
    sixth decimal the later is written smaller by one. A query without hits has no lines.
    """
    for query_id, text in queries:
        last = 2.0
        for rank, hit in enumerate(_hits(search, text, k), 1):
            last = round(min(hit.score, last - STEP), 6)
            yield f"{query_id} Q0 {hit.document.document_id} {rank} {last:.6f} {TAG}\n"


def write_whole(path: Path, lines: Iterable[str]) -> int:
    """Write the lines to `path` at once when all are there; returns how many.

    Raises:
        CommandError: the file cannot be written; what was there is unchanged.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or /dev/stdout cannot be replaced
            with path.open("w", encoding="utf-8") as file:
                return sum(1 for line in lines if file.write(line))
        return replace_file(path, lines)
    except OSError as error:
        msg = f"無法寫入 {path}：{error.strerror}。請檢查路徑、權限與空間。"
        raise CommandError(msg) from error


def _hits(search: Search, text: str, k: int) -> Sequence[Hit]:
    try:
        return search(text, k)
    except InputError:  # punctuation only: nothing to search for, so nothing is found
        return ()


def _require_index_folder(folder: Path) -> None:
    """Building removes old files of an index; a folder with anything else in it is refused before."""
    if not folder.exists():
        return
    if not folder.is_dir():
        msg = f"{folder} 不是資料夾。請以 --index 指定一個新的或空的資料夾。"
        raise CommandError(msg)
    names = [path.name for path in folder.iterdir()]
    other = sorted(name for name in names if name != MANIFEST and not _OURS.fullmatch(name))
    if other:
        msg = f"{folder} 裡有不屬於索引的檔案（{other[0]}）。請以 --index 指定一個新的或空的資料夾。"
        raise CommandError(msg)
