"""All rows of a plan's knowledge, each with its file and line, and those that have not the form of their file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from corpus.bank import BANK, Question
from corpus.checking.faults import Fault, Rule
from corpus.claims import CLAIMS, PREMISES, Claim, Premise
from corpus.families import FAMILIES, Family, Pair, Relation, misfit
from corpus.lexicon import LEXICON, Entry
from corpus.near_misses import NEAR_MISSES, NearMiss
from corpus.plan import Plan
from corpus.training import SHAPES, TRAINING, FollowUp

_FILES: Mapping[str, type[BaseModel]] = {
    LEXICON: Entry,
    NEAR_MISSES: NearMiss,
    PREMISES: Premise,
    CLAIMS: Claim,
    FAMILIES: Family,
}
_NODE, _NODES = ("passage", "nearest"), ("cites", "gold", "acceptable")


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        kind: of its file: all files of the bank are of one kind, every other file is its own.
    """

    kind: str
    path: Path
    line: int
    content: BaseModel

    @property
    def wording(self) -> tuple[str, ...]:
        """What it says: one text, or a dialogue's turns; of a family its note."""
        match self.content:
            case FollowUp(turns=turns):
                return turns
            case Entry(term=text) | Claim(sentence=text) | Family(note=text):
                return (text,)
        return (str(getattr(self.content, "text", "")),)

    @property
    def shown(self) -> str:
        """Its wording in one line."""
        return "／".join(self.wording)

    def fault(self, rule: Rule, message: str) -> Fault:
        """Say what is wrong with this row."""
        return Fault(rule, self.path, self.line, self.shown, message)


@dataclass(frozen=True)
class Knowledge:
    """What is known about a plan: the rows that have the form of their file, and what is wrong with the others."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]

    @property
    def questions(self) -> Iterator[tuple[Row, Question]]:
        """The rows of the bank."""
        return ((row, row.content) for row in self.rows if isinstance(row.content, Question))


def read_knowledge(folder: Path, plan: Plan) -> Knowledge:
    """Read every file of a plan's knowledge that the folder has, in the order of names and lines."""
    found = [one for kind, path, shape in _files(folder) for one in _read(kind, path, shape, plan)]
    rows = tuple(one for one in found if isinstance(one, Row))
    faults = [one for one in found if isinstance(one, Fault)]
    return Knowledge(rows, (*faults, *_strangers(folder), *_misfits(rows, plan)))


def _files(folder: Path) -> Iterator[tuple[str, Path, type[BaseModel]]]:
    yield from ((BANK, path, Question) for path in sorted((folder / BANK).glob("*.jsonl")))
    training = {f"{TRAINING}/{name}.jsonl": shape for name, shape in SHAPES.items()}
    for name, shape in {**_FILES, **training}.items():
        if (path := folder / name).is_file():
            yield name, path, shape


def _read(kind: str, path: Path, shape: type[BaseModel], plan: Plan) -> Iterator[Row | Fault]:
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            row = Row(kind, path, number, shape.model_validate_json(line))
        except ValidationError as error:
            yield Fault(Rule.SCHEMA, path, number, line, _told(error))
            continue
        if unknown := [one for one in _nodes(row.content) if one not in plan.nodes]:
            yield row.fault(Rule.SCHEMA, f"計畫裡沒有 {'、'.join(unknown)}。請更正編號。")
        yield row


def _told(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    place = ".".join(map(str, fault["loc"])) or "整列"
    return f"格式不對（{place}：{fault['msg']}）。請對照 docs/data.md 更正。"


def _nodes(content: BaseModel) -> list[str]:
    """The ids of nodes that a row names; families are looked at apart."""
    single = [getattr(content, name, None) for name in _NODE]
    many: Iterable[str] = (one for name in _NODES for one in getattr(content, name, ()))
    return [one for one in (*single, *many) if one is not None]


def _strangers(folder: Path) -> Iterator[Fault]:
    """Files among the training data of which nobody knows the form."""
    for path in sorted((folder / TRAINING).glob("*.jsonl")):
        if path.stem not in SHAPES:
            message = "沒有這種訓練檔。請改用 docs/data.md 所列的檔名，或在 corpus/training.py 加上它的欄位。"
            yield Fault(Rule.SCHEMA, path, None, path.name, message)


def _misfits(rows: Iterable[Row], plan: Plan) -> Iterator[Fault]:
    related: dict[Pair, Relation] = {}
    for row in rows:
        if not isinstance(row.content, Family):
            continue
        if fault := misfit(row.content, plan, related):
            yield row.fault(Rule.SCHEMA, fault)
        else:
            related |= dict.fromkeys(row.content.pairs(), row.content.relation)
