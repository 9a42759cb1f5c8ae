"""Keeps the plan's words out of the program: what it knows of a plan comes from files, never from code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest

from corpus.text import compact
from tests.plans import coast_forest

ROOT = Path(__file__).parents[1]
PLAN = ROOT / "corpus" / "plans" / "mol-111"
FORM = ROOT / "corpus" / "forms" / "annual_plan.json"
CODE = ("bot/**/*.py", "index/**/*.py", "corpus/*.py")
LENGTH, LEAST_HAN = 6, 4
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
# Folding turns full-width punctuation into ASCII, so that counts as punctuation of the text too.
_STRETCH = re.compile(rf"[{_HAN}\u3040-\u30ff\u3001-\u3003\u3008-\u3011\u3014-\u301f／,;:!?()]{{{LENGTH},}}")


def word_runs(text: str) -> set[str]:
    """Return every run of six characters in `text`, folded and without blanks, that is mostly Han."""
    return {
        run
        for stretch in _STRETCH.findall(compact(text))
        for at in range(len(stretch) - LENGTH + 1)
        if len(re.findall(f"[{_HAN}]", run := stretch[at : at + LENGTH])) >= LEAST_HAN
    }


def _strings(value: object) -> Iterator[str]:
    """Yield the strings in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def form_runs() -> set[str]:
    """Return the runs made of the form's words alone: within one, or where they follow each other."""
    words = [compact(word) for word in _strings(json.loads(FORM.read_text(encoding="utf-8")))]
    return set().union(*(word_runs("".join(three)) for three in product(words, repeat=3)))


def node_runs(folder: Path) -> set[str]:
    """Return the runs within the texts of a plan's nodes."""
    nodes = json.loads((folder / "tree.json").read_text(encoding="utf-8"))
    return set().union(*(word_runs(node["text"]) for node in nodes))


def plan_runs() -> set[str]:
    """Return the runs of the plan as published and as read: a page's header cuts a published cell in two."""
    return (word_runs((PLAN / "source.txt").read_text(encoding="utf-8")) | node_runs(PLAN)) - form_runs()


def code_runs(code: str) -> set[str]:
    """Return the runs of a Python file: as it stands, and in its strings once they are put together."""
    constants = [node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
    return set().union(*map(word_runs, (code, *(value for value in constants if isinstance(value, str)))))


def offences(root: Path, runs: set[str], patterns: Iterable[str] = CODE) -> list[str]:
    """Return 「file: runs」 for each file that holds any of them; a folder that is not there holds none."""
    files = sorted({path for pattern in patterns for path in root.glob(pattern)})
    found = ((path, code_runs(path.read_text(encoding="utf-8")) & runs) for path in files)
    return [f"{path.relative_to(root)}: {'、'.join(sorted(held))}" for path, held in found if held]


@pytest.fixture(scope="module")
def runs() -> set[str]:
    """The carried plan's runs."""
    return plan_runs()


def test_code_holds_no_words_of_the_plan(runs: set[str]) -> None:
    assert offences(ROOT, runs) == []


def test_the_search_covers_the_parser() -> None:
    assert ROOT / "corpus" / "parser.py" in {path for pattern in CODE for path in ROOT.glob(pattern)}


@pytest.mark.parametrize(
    "name", ["bot/rules.py", "bot/steps/deep/rules.py", "index/terms.py", "corpus/parser.py"]
)
@pytest.mark.parametrize(
    "planted",
    [
        'WORDS = ("中高齡者及高齡者",)\n',
        '"""中高齡者及高\n齡者。"""\n',
        'WORDS = "中高齡" "者及高齡者"\n',
        'WORDS = "\\u4e2d\\u9ad8\\u9f61\\u8005\\u53ca\\u9ad8"\n',
        "# 落實勞動基準法，保障勞工法定權益\n",
        '# 哺(集)乳室及托兒設施\nx = "x"\n',
    ],
)
def test_a_planted_run_is_found(tmp_path: Path, runs: set[str], name: str, planted: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(planted, encoding="utf-8")
    assert [offence.split(":")[0] for offence in offences(tmp_path, runs)] == [name]


@pytest.mark.parametrize(
    "harmless",
    [
        'COLUMNS = "工作計畫名稱 重要計畫項目 計畫類別 實施內容"\n',
        'TITLE = "年度施政計畫"\n',
        'WORDS = ("中高齡者", "及高齡者")\n',
        'MESSAGE = "請檢查原始文字是否完整"\n',
    ],
)
def test_words_of_the_form_and_of_our_own_are_allowed(tmp_path: Path, runs: set[str], harmless: str) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "rules.py").write_text(harmless, encoding="utf-8")
    assert offences(tmp_path, runs) == []


def test_files_that_are_not_code_may_hold_the_plan(tmp_path: Path, runs: set[str]) -> None:
    (tmp_path / "corpus" / "plans").mkdir(parents=True)
    (tmp_path / "corpus" / "plans" / "source.txt").write_text("中高齡者及高齡者", encoding="utf-8")
    assert offences(tmp_path, runs) == []


def test_invented_plan_shares_no_words_with_the_carried_one(runs: set[str]) -> None:
    assert node_runs(coast_forest.FOLDER) & runs == set()
