"""Keeps README and docs true: what they name must exist, and both languages must tell the same."""

from __future__ import annotations

import importlib
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from api.cli import app
from api.settings import PREFIX, RESERVED, Settings
from bot.training.stages import Stage

ROOT = Path(__file__).parents[1]
README, README_TW = ROOT / "README.md", ROOT / "README.zh-TW.md"
DOCS = (
    README,
    README_TW,
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "evals" / "sets" / "README.md",
    ROOT / "index" / "model" / "README.md",
)
PACKAGES = ("corpus", "index", "bot", "api", "evals")
FOLDERS = (*PACKAGES, "tests", "docs", ".ci")
LARGEST_PICTURE = 300_000  # bytes
_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"(?P<picture>!?)\[(?:[^\]\[]|\[[^\]]*\])*\]\((?P<target>[^)\s]+)\)")
_FIGURES = re.compile(r"<!-- figures -->\n(.*?)<!-- /figures -->", re.DOTALL)
_MAKE = re.compile(r"\bmake (?P<targets>[a-z][a-z-]*(?: [a-z][a-z-]*)*)")
_SETTING = re.compile(rf"\b{PREFIX}[A-Z_]*[A-Z]\b")
_DOTTED = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.[A-Za-z_]\w*)+")
_FILE = re.compile(rf"(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*|[\w.-]+\.(?:toml|txt|md|sha256)")
_UNPLACED = frozenset(
    {"source.txt", "words.txt", "dev.jsonl.sha256"}
)  # told by name alone, beside what holds them
_SHELL_ENDS = frozenset({"|", ">", "2>", "&&", ";", "&"})


@dataclass(frozen=True, slots=True)
class Doc:
    """A page: its text without fenced blocks, and those blocks."""

    path: Path
    text: str
    blocks: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Where it lies in the checkout."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def codes(self) -> list[str]:
        """All inline code outside fenced blocks."""
        return _INLINE.findall(self.text)

    @property
    def lines(self) -> Iterator[str]:
        """Inline code, and the lines of shell blocks, continued lines joined."""
        yield from self.codes
        for kind, block in self.blocks:
            if kind == "sh":
                yield from block.replace("\\\n", " ").splitlines()


@cache
def read(path: Path) -> Doc:
    """Read a page."""
    text = path.read_text(encoding="utf-8")
    blocks = tuple((found["kind"], found["text"]) for found in _FENCE.finditer(text))
    return Doc(path, _FENCE.sub("", text), blocks)


def slugs(text: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    titles = (title.lower().replace("`", "") for _, title in _HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", title).strip().replace(" ", "-") for title in titles}


def make_targets() -> set[str]:
    """The targets that the Makefile describes."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE)) | {"help"}


def command_faults(line: str) -> list[str]:
    """What is wrong with a line that runs `planbot`: an unknown command or option."""
    words = _words(line)
    if "planbot" not in words:
        return []
    command, words = get_command(app), words[words.index("planbot") + 1 :]
    while isinstance(command, TyperGroup) and words and words[0] not in {"--help", "…"}:
        below = _below(command, words[0])
        if below is None:
            return [f"no command {words[0]}"]
        words = words[1:] if words[0] in command.commands else words
        command = below
    known = {option for param in command.params for option in param.opts} | {"--help"}
    return [
        f"{command.name} has no {word}" for word in words if re.match(r"--?[a-z]", word) and word not in known
    ]


def _words(line: str) -> list[str]:
    """The words of a command line up to a pipe or the like; brackets around what may be left out are none."""
    try:
        words = shlex.split(line.replace("[", " ").replace("]", " "))
    except ValueError:
        return []
    end = next((at for at, word in enumerate(words) if word in _SHELL_ENDS), len(words))
    return words[:end]


def _below(group: TyperGroup, word: str) -> TyperCommand | TyperGroup | None:
    """The command that a word names; a group with `run` runs it when the word names none."""
    found = group.commands.get(word) or group.commands.get("run")
    return found if isinstance(found, TyperCommand | TyperGroup) else None


def resolves(dotted: str) -> bool:
    """Whether a dotted name is a module of ours, or something in one."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:count]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def is_there(name: str, beside: Path) -> bool:
    """Whether a file or folder, perhaps with `*`, is in the checkout or beside a page."""
    name = name.rstrip("/.")
    return name in _UNPLACED or any(next(folder.glob(name), None) for folder in (ROOT, beside))


def test_every_page_is_read() -> None:
    assert all(doc.is_file() for doc in DOCS)
    assert {"contract.md", "passages.md", "settings.md", "verification.md"} <= {doc.name for doc in DOCS}


each_page = pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())


@each_page
def test_make_targets_exist(path: Path) -> None:
    found = [match for line in read(path).lines for match in _MAKE.findall(line) if line.startswith("make")]
    assert {target for match in found for target in match.split()} <= make_targets()


@each_page
def test_commands_and_options_exist(path: Path) -> None:
    assert [fault for line in read(path).lines for fault in command_faults(line)] == []


@each_page
def test_settings_exist(path: Path) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    named = set(_SETTING.findall(path.read_text(encoding="utf-8")))
    assert {name for name in named - known if not f"{name}_".startswith(RESERVED)} == set()


@each_page
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    doc = read(path)
    for match in _LINK.finditer(doc.text):
        target, _, anchor = match["target"].partition("#")
        if re.match(r"https?:", target):
            continue
        page = (path.parent / target).resolve() if target else path
        assert page.exists(), f"{doc.name} links to {target}"
        assert not anchor or anchor in slugs(read(page).text), f"{doc.name} links to #{anchor}"


@each_page
def test_files_named_are_there(path: Path) -> None:
    named = {code for code in read(path).codes if _FILE.fullmatch(code)}
    assert sorted(name for name in named if not is_there(name, path.parent)) == []


@each_page
def test_modules_named_are_there(path: Path) -> None:
    named = {code for code in read(path).codes if _DOTTED.fullmatch(code) and not _FILE.fullmatch(code)}
    assert sorted(name for name in named if not resolves(name)) == []


@each_page
def test_python_blocks_import_what_there_is(path: Path) -> None:
    blocks = [block for kind, block in read(path).blocks if kind == "python"]
    imports = [line for block in blocks for line in block.splitlines() if line.startswith("from ")]
    for line in imports:
        module, _, names = line.removeprefix("from ").partition(" import ")
        if module.split(".")[0] in PACKAGES:
            assert all(resolves(f"{module}.{name}") for name in names.split(", ")), line


def test_every_learned_model_is_told() -> None:
    told = read(ROOT / "docs" / "architecture.md").codes
    models = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot" / "model").iterdir()}
    assert models - set(told) == set()


def test_every_training_stage_is_told() -> None:
    told = read(ROOT / "docs" / "model.md").text
    assert [stage for stage in Stage if f"| `{stage}` |" not in told] == []


def test_both_readmes_have_the_same_headings_in_order() -> None:
    levels = [[len(marks) for marks, _ in _HEADING.findall(read(path).text)] for path in (README, README_TW)]
    assert levels[0] == levels[1]


def test_both_readmes_have_the_same_code() -> None:
    assert read(README).blocks == read(README_TW).blocks


def test_both_readmes_have_the_same_pictures_and_links() -> None:
    targets = [[match["target"] for match in _LINK.finditer(read(path).text)] for path in (README, README_TW)]
    files = [{target for target in found if not target.startswith(("#", "README"))} for found in targets]
    assert files[0] == files[1]


def test_both_readmes_tell_the_same_figures() -> None:
    tables = [_FIGURES.findall(path.read_text(encoding="utf-8")) for path in (README, README_TW)]
    assert [len(table) for table in tables] == [1, 1]
    rows = [[_cells(row) for row in table[0].splitlines()[2:]] for table in tables]
    assert [row[2:] for row in rows[0]] == [row[2:] for row in rows[1]]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs").glob("*.png"))
    assert {path.name for path in pictures} >= {"chat.png", "chat-phone.png"}
    assert all(path.stat().st_size < LARGEST_PICTURE for path in pictures)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("planbot fly", "no command fly"),
        ("planbot ask x --jsonn", "ask has no --jsonn"),
        ("planbot eval --require x --no-such", "run has no --no-such"),
        ("planbot eval compare A B --htlm x", "compare has no --htlm"),
        ("PLANBOT_PORT=1 planbot serve --prot 2", "serve has no --prot"),
    ],
)
def test_a_wrong_command_is_found(line: str, fault: str) -> None:
    assert command_faults(line) == [fault]


@pytest.mark.parametrize(
    "line",
    [
        "planbot eval evals/sets/dev.jsonl --jobs 8",
        "planbot search '…' -k 5 --json | head",
        "planbot serve [--port N] [--host ADDRESS]",
        "planbot eval gate RUN --require 'right>=0.9'",
        "planbot --help",
        "python -m evals.bench --quick",
    ],
)
def test_a_right_command_has_no_fault(line: str) -> None:
    assert command_faults(line) == []


def test_a_name_that_is_not_there_is_found() -> None:
    assert resolves("index.encoder.static_tokens")
    assert not resolves("index.encoder.no_such_name")
    assert not resolves("index.no_such_module")
    assert is_there("corpus/plans/*/tree.json", ROOT)
    assert not is_there("corpus/plans/*/no_such.json", ROOT)
