"""Each malformed line of a passages file is named; everything else is read as it stands."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from corpus import Plan
from index import Document, InputError, plan_documents, read_documents

GOOD = '{"id": "a", "text": "海"}\n'


def read(folder: Path, text: str | bytes) -> list[Document]:
    path = folder / "passages.jsonl"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_documents(path))


def test_id_text_and_title_are_read(tmp_path: Path) -> None:
    lines = '{"id": "a", "text": "海", "title": "題"}\n{"_id": "b/1", "text": "岸", "more": 1}\n'
    assert read(tmp_path, lines) == [Document("a", "海", "題"), Document("b/1", "岸")]


def test_title_is_searched_with_the_text() -> None:
    assert Document("a", "海", "題").searched == "題\n海"
    assert Document("a", "海").searched == "海"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_mark_blank_lines_and_line_ends_are_allowed(tmp_path: Path, end: str) -> None:
    text = f'{GOOD.strip()}{end}{end}  {end}{{"id": "b", "text": "岸"}}'
    assert [d.document_id for d in read(tmp_path, codecs.BOM_UTF8 + text.encode())] == ["a", "b"]


def test_title_alone_is_enough(tmp_path: Path) -> None:
    assert read(tmp_path, '{"id": "a", "text": "", "title": "題"}') == [Document("a", "", "題")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "b c", "text": "岸"}', "「b c」.*空白"),
        ('{"id": "b\\u3000c", "text": "岸"}', "空白"),
        ('{"id": "", "text": "岸"}', "空白"),
        ('{"id": 7, "text": "岸"}', "「7」"),
        ('{"text": "岸"}', "「None」"),
        ('{"id": "a", "text": "岸"}', "「a」在第 1 行已用過"),
        ("{not json", "不是 JSON"),
        ('["a", "岸"]', "不是 JSON 物件"),
        ("null", "不是 JSON 物件"),
        ('{"id": "b", "text": ""}', "b.*全空"),
        ('{"id": "b", "text": " \\n"}', "全空"),
        ('{"id": "b", "text": 5}', "應為文字"),
        ('{"id": "b", "text": "x", "title": 5}', "應為文字"),
        ('{"id": "b"}', "應為文字"),
    ],
)
def test_bad_line_is_named_with_its_file(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(InputError, match=rf"passages\.jsonl 第 2 行.*{problem}"):
        read(tmp_path, GOOD + line + "\n")


def test_file_without_passages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="沒有任何段落"):
        read(tmp_path, "\n \n")


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="UTF-8"):
        read(tmp_path, "海岸".encode("big5"))


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"無法讀取 .*no\.jsonl"):
        list(read_documents(tmp_path / "no.jsonl"))


def test_every_node_of_a_plan_is_a_document(plan: Plan) -> None:
    documents = plan_documents(plan, {"ccf-113/2.1.3.1": ("飛砂怎麼擋？",)})
    assert [d.document_id for d in documents] == list(plan.nodes)
    assert sum(d.is_passage for d in documents) == len(plan.passages)
    held = {d.document_id: d for d in documents}["ccf-113/2.1.3.1"]
    assert held.title == "林帶復育\n飛砂防治"
    assert held.aliases == ("飛砂怎麼擋？",)
