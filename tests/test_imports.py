"""Imports run one way, from the plan's text to the command line, and serving loads nothing heavy."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT: Mapping[str, frozenset[str]] = {
    "corpus": frozenset(),
    "index": frozenset({"corpus"}),
    "bot": frozenset({"corpus", "index"}),
    "evals": frozenset({"corpus", "index", "bot"}),
    "api": frozenset({"corpus", "index", "bot", "evals"}),
}
OURS = frozenset({*MAY_IMPORT, "tests"})
HEAVY = frozenset({"torch", "sentence_transformers", "transformers"})
TRAINING = ("index/training/", "bot/training/")
UNWANTED = HEAVY | {"langchain_openai", "openai", "pandas", "sklearn"}
LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Import:
    """One import statement's target.

    Attributes:
        late: inside a function, or only for the type checker: importing the file does not run it.
    """

    module: str
    line: int
    late: bool

    @property
    def package(self) -> str:
        """The outermost package."""
        return self.module.split(".")[0]


def imports(code: str, package: str) -> list[Import]:
    """Return all that a file imports, at any depth, in the order of its lines.

    Args:
        code: its text.
        package: its own, dotted, against which relative imports are read.
    """
    return sorted(_walk(ast.parse(code), package, late=False), key=lambda found: found.line)


def _walk(node: ast.AST, package: str, *, late: bool) -> Iterator[Import]:
    for module in _targets(node, package):
        yield Import(module, getattr(node, "lineno", 0), late)
    for child in ast.iter_child_nodes(node):
        typing_only = isinstance(node, ast.If) and _is_type_checking(node.test) and child in node.body
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _walk(child, package, late=late or typing_only or function)


def _targets(node: ast.AST, package: str) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, level=0):
            return [module or ""]
        case ast.ImportFrom(module=module, level=level):
            parts = package.split(".")
            return [".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])]
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if _is_importer(function):
            return [name]
    return []


def _is_importer(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"import_module", "__import__"}


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return name == "TYPE_CHECKING"


def offences(root: Path) -> list[str]:
    """Return 「file:line: module」 for each import against the folders' order, and each early heavy one."""
    return [
        f"{path.relative_to(root).as_posix()}:{found.line}: {found.module}"
        for folder in MAY_IMPORT
        for path in sorted((root / folder).rglob("*.py"))
        for found in imports(path.read_text(encoding="utf-8"), _package_of(path.relative_to(root)))
        if _is_wrong(found, path.relative_to(root))
    ]


def _package_of(path: Path) -> str:
    return ".".join(path.parent.parts)


def _is_wrong(found: Import, path: Path) -> bool:
    own = path.parts[0]
    backwards = found.package in OURS - MAY_IMPORT[own] - {own}
    trains = path.as_posix().startswith(TRAINING)
    return backwards or (found.package in HEAVY and not found.late and not trains)


def loaded_by(code: str, home: Path) -> set[str]:
    """Return the outermost packages that a fresh process has loaded after running `code`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOT_")}
    ending = "\nimport json, sys\nprint(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", code + ending],
        cwd=home,
        env={**kept, "PYTHONPATH": str(ROOT), "PLANBOT_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_imports_run_one_way() -> None:
    assert offences(ROOT) == []


def test_the_search_covers_every_folder() -> None:
    assert all(list((ROOT / folder).rglob("*.py")) for folder in MAY_IMPORT)
    packaged = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packaged - {"tests"} == set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("path", "planted"),
    [
        ("corpus/parser.py", "from index import Index\n"),
        ("corpus/parser.py", "import api\n"),
        ("index/search.py", "import bot.pipeline as pipeline\n"),
        ("index/deep/er/search.py", "from evals.cases import Case\n"),
        ("bot/pipeline.py", "def late():\n    from api.settings import Settings\n"),
        ("bot/pipeline.py", "if TYPE_CHECKING:\n    from api.settings import Settings\n"),
        ("bot/pipeline.py", "if typing.TYPE_CHECKING:\n    from evals.cases import Case\n"),
        ("bot/pipeline.py", "try:\n    pass\nexcept ImportError:\n    import evals\n"),
        ("bot/verification/model.py", "from ...api import settings\n"),
        ("bot/pipeline.py", "module = importlib.import_module('api.settings')\n"),
        ("bot/pipeline.py", "module = __import__('api')\n"),
        ("evals/bench.py", "import corpus, api.cli\n"),
        ("evals/bench.py", "class Bench:\n    async def run(self):\n        from api import cli\n"),
        ("api/app.py", "from tests.rendering import render\n"),
        ("index/encoder.py", "import torch\n"),
        ("index/encoder.py", "from sentence_transformers import SentenceTransformer\n"),
        ("index/trainings.py", "from transformers.models import bert\n"),
        ("bot/pipeline.py", "class Lazy:\n    import torch.nn\n"),
        ("corpus/text.py", "if TYPE_CHECKING:\n    pass\nelse:\n    import torch\n"),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, path: str, planted: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(f'"""Planted."""\n\n{planted}', encoding="utf-8")
    assert [offence.split(":")[0] for offence in offences(tmp_path)] == [path]


@pytest.mark.parametrize(
    ("path", "harmless"),
    [
        ("api/app.py", "import corpus, index, bot, evals\n"),
        (
            "evals/bench.py",
            "from bot.answer import Answer\nfrom index import Index\nfrom corpus import Plan\n",
        ),
        ("index/encoder.py", "def load():\n    import torch\n"),
        (
            "index/encoder.py",
            "if TYPE_CHECKING:\n    from sentence_transformers import SentenceTransformer\n",
        ),
        ("index/training/trainer.py", "import torch\n"),
        ("bot/training/deep/learner.py", "from transformers import Trainer\n"),
        ("bot/verification/model.py", "from ..answer import Answer\nfrom . import features\n"),
        ("corpus/text.py", "import indexing, apiary, botany\nNAME = 'import api'\n"),
    ],
)
def test_imports_that_are_allowed_are_no_offence(tmp_path: Path, path: str, harmless: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(harmless, encoding="utf-8")
    assert offences(tmp_path) == []


def test_importing_the_command_line_loads_nothing_heavy(tmp_path: Path) -> None:
    assert loaded_by("import api.cli", tmp_path) & UNWANTED == set()


def test_opening_the_default_service_and_answering_loads_nothing_heavy(tmp_path: Path) -> None:
    opening = (
        "from api.commands.ask import Question\n"
        "from api.opening import open_service\n"
        "from api.settings import Settings\n"
        "service = open_service(Settings())\n"
        "assert service.reply([Question('公司附設托兒設施，可以得到什麼協助？')])['answer']\n"
    )
    # The first time also builds the index, for which pyarrow loads pandas where there is one.
    assert loaded_by(opening, tmp_path) & (UNWANTED - {"pandas"}) == set()
    assert loaded_by(opening, tmp_path) & UNWANTED == set()


def test_a_heavy_package_that_is_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("", encoding="utf-8")
    assert "pandas" in loaded_by("import sys; sys.path.insert(0, '.'); import pandas", tmp_path)
