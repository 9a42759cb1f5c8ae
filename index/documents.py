"""What can be indexed: documents with an id, read from a plan or from a JSON Lines file of any texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus import Node, Plan
from corpus.bank import by_passage, read_bank
from corpus.families import read_families
from corpus.families import twins as near_twins
from index.errors import InputError


@dataclass(frozen=True, slots=True)
class Document:
    """A text to find.

    Attributes:
        document_id: unique, without blanks.
        text: what is shown.
        title: what stands above it; searched with it.
        aliases: other wordings that lead to it (questions people ask); the best matching one counts.
        twins: ids of other documents that are easily taken for it.
        is_passage: False for inner nodes, which a plain search leaves out.
    """

    document_id: str
    text: str
    title: str = ""
    aliases: tuple[str, ...] = ()
    is_passage: bool = True
    twins: tuple[str, ...] = ()

    @property
    def searched(self) -> str:
        """Title and text as one string, the way the channels read them."""
        return f"{self.title}\n{self.text}" if self.title else self.text


def known_documents(folder: Path, plan: Plan) -> list[Document]:
    """Return the plan's documents with what its folder knows of them: its question bank and near twins.

    Raises:
        SourceError: what the folder holds does not fit the plan.
    """
    return plan_documents(plan, by_passage(read_bank(folder, plan)), near_twins(read_families(folder, plan)))


def plan_documents(
    plan: Plan,
    aliases: Mapping[str, tuple[str, ...]] | None = None,
    twins: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Document]:
    """Return a document for every node of the plan, inner nodes too, in reading order.

    Args:
        plan: the plan.
        aliases: questions by passage id, if the plan has a question bank.
        twins: ids of near twins by passage id, if they are known.
    """
    asked, alike = aliases or {}, twins or {}
    return [
        Document(
            node.passage_id,
            node.text,
            _title(plan, node),
            asked.get(node.passage_id, ()),
            node.is_leaf,
            alike.get(node.passage_id, ()),
        )
        for node in plan.nodes.values()
    ]


def _title(plan: Plan, node: Node) -> str:
    # The part's heading stands above everything in it and would tell nothing apart.
    return "\n".join(above.text for above in plan.ancestors(node)[1:])


def read_documents(path: Path) -> Iterator[Document]:
    """Yield the documents of a JSON Lines file with `id` (or `_id`), `text` and perhaps `title`.

    Raises:
        InputError: naming the line that is not such an object, whose id holds a blank or was given before.
    """
    seen: dict[str, int] = {}
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        document = _parse(line, f"{path} 第 {number} 行")
        first = seen.setdefault(document.document_id, number)
        if first != number:
            given_twice = f"編號「{document.document_id}」在第 {first} 行已用過"
            msg = f"{path} 第 {number} 行：{given_twice}。請改用不重複的編號。"
            raise InputError(msg)
        yield document
    if not seen:
        msg = f'{path} 裡沒有任何段落。請每行寫一個 JSON 物件：{{"id": …, "text": …}}。'
        raise InputError(msg)


def read_lines(path: Path) -> Iterator[str]:
    """Yield a UTF-8 file's lines; raises `InputError` when it is missing or not text."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from file
    except OSError as error:
        msg = f"無法讀取 {path}：{error.strerror}。請檢查路徑。"
        raise InputError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path} 不是 UTF-8 文字。請另存為 UTF-8。"
        raise InputError(msg) from error


def _parse(line: str, where: str) -> Document:
    try:
        row = json.loads(line)
    except ValueError as error:
        msg = f"{where}不是 JSON：{error}。請每行寫一個 JSON 物件。"
        raise InputError(msg) from error
    if not isinstance(row, dict):
        msg = f'{where}不是 JSON 物件。請每行寫 {{"id": …, "text": …}}。'
        raise InputError(msg)
    document_id, text, title = row.get("id", row.get("_id")), row.get("text"), row.get("title") or ""
    if not isinstance(document_id, str) or not document_id or any(map(str.isspace, document_id)):
        msg = f"{where}的 id 是「{document_id}」，應為不含空白的字串。"
        raise InputError(msg)
    if not isinstance(text, str) or not isinstance(title, str) or not (text + title).strip():
        msg = f"{where}（{document_id}）的 text 或 title 應為文字，且不可全空。"
        raise InputError(msg)
    return Document(document_id, text, title)
