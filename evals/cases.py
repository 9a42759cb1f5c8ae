"""Question sets as `sets/README.md` has them: one JSON object a line; errors name file and line."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from bot.answer import Message, Outcome, Reason
from evals.errors import SetError
from evals.schema import CaseRow

ALL_GOLD_KINDS = frozenset({"list", "filter", "multi"})
"""Kinds where every gold passage must be cited; elsewhere one gold or acceptable passage is enough."""
LIST_KINDS = frozenset({"list", "filter"})
"""Kinds whose answer is a list that can be exact or not."""
CITED_OUTCOMES = frozenset({Outcome.ANSWERED, Outcome.CORRECTED})


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what a right answer to it must hold.

    Attributes:
        turns: the conversation; the last is the user's and is the one judged. Where an assistant's turn
            stands it is sent as written, elsewhere the reply to the turn before it.
        gold, acceptable: passage ids.
        must: phrases, each with its alternatives.
        number: a whole number that the answer must hold.
        forbidden: regular expressions that the answer must not match.
    """

    case_id: str
    kind: str
    turns: tuple[Message, ...]
    outcome: Outcome
    gold: tuple[str, ...] = ()
    acceptable: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    number: int | None = None
    reason: Reason | None = None
    forbidden: tuple[str, ...] = ()
    author: str = ""
    date: str = ""

    @property
    def question(self) -> str:
        """The turn that is judged."""
        return self.turns[-1].content

    @property
    def relevant(self) -> frozenset[str]:
        """Gold and acceptable passages."""
        return frozenset(self.gold + self.acceptable)

    @property
    def wants_citation(self) -> bool:
        """Whether a right answer cites something: it is to answer, and the set says what."""
        return self.outcome in CITED_OUTCOMES and bool(self.relevant)

    @property
    def is_searched(self) -> bool:
        """Whether passages are ranked for it: a follow-up's last turn is no query of its own."""
        return len(self.turns) == 1 and (self.wants_citation or self.outcome is Outcome.DECLINED)


@dataclass(frozen=True)
class QuestionSet:
    """A set as loaded.

    Attributes:
        sha256: of the file's bytes; every report repeats it.
        frozen: a checksum file lies beside it (and matched).
    """

    name: str
    sha256: str
    frozen: bool
    cases: tuple[Case, ...]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds in order of first appearance."""
        return tuple(Counter(case.kind for case in self.cases))


def checksum_path(path: Path) -> Path:
    """Where a frozen set's checksum lies: `dev.jsonl.sha256`, as `sha256sum` writes it."""
    return path.with_name(path.name + ".sha256")


def load_set(path: Path) -> QuestionSet:
    """Return the set of a file.

    Raises:
        SetError: the file cannot be read, a line is malformed, an id is given twice, or the set is frozen and
        changed.
    """
    raw = read_bytes(path)
    digest = hashlib.sha256(raw).hexdigest()
    frozen = _check_frozen(path, digest)
    cases = tuple(_cases(path, raw))
    if not cases:
        msg = f"{path} 裡沒有任何題目。請每行寫一個 JSON 物件，格式見 evals/sets/README.md。"
        raise SetError(msg)
    return QuestionSet(path.name, digest, frozen, cases)


def read_bytes(path: Path) -> bytes:
    """A file's bytes; raises `SetError` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"無法讀取 {path}：{error.strerror}。請檢查路徑。"
        raise SetError(msg) from error


def read_rows(path: Path, raw: bytes) -> Iterator[tuple[int, object]]:
    """Yield (line number, JSON value) of each line that is not blank; raises `SetError` naming a bad line."""
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line.decode("utf-8"))
        except UnicodeDecodeError as error:
            msg = f"{path} 第 {number} 行不是 UTF-8 文字。請另存為 UTF-8。"
            raise SetError(msg) from error
        except ValueError as error:
            msg = f"{path} 第 {number} 行不是 JSON：{error}。請每行寫一個完整的 JSON 物件。"
            raise SetError(msg) from error


def _cases(path: Path, raw: bytes) -> Iterator[Case]:
    seen: dict[str, int] = {}
    for number, row in read_rows(path, raw):
        try:
            case = to_case(CaseRow.model_validate(row))
        except ValidationError as error:
            msg = f"{path} 第 {number} 行：{explain(error)}"
            raise SetError(msg) from error
        first = seen.setdefault(case.case_id, number)
        if first != number:
            msg = f"{path} 第 {number} 行：編號「{case.case_id}」在第 {first} 行已用過。請改用不重複的編號。"
            raise SetError(msg)
        yield case


def to_case(row: CaseRow) -> Case:
    """The frozen shape of a validated row."""
    turns = (
        Message("user", turn) if isinstance(turn, str) else Message(turn.role, turn.content)
        for turn in row.turns
    )
    return Case(
        case_id=row.id,
        kind=row.kind,
        turns=tuple(turns),
        outcome=row.outcome,
        gold=tuple(row.gold),
        acceptable=tuple(row.acceptable),
        must=tuple(map(tuple, row.must)),
        number=row.number,
        reason=row.reason,
        forbidden=tuple(row.forbidden),
        author=row.author,
        date=row.date,
    )


def explain(error: ValidationError) -> str:
    """A validation error for people: each field with what is wrong with it."""
    parts = []
    for problem in error.errors(include_url=False):
        where = ".".join(map(str, problem["loc"])) or "整行"
        given = repr(problem["input"])
        shown = given if len(given) <= 60 else given[:60] + "…"
        text = problem["msg"].removeprefix("Value error, ")
        parts.append(
            f"欄位 {where}：{text}"
            if problem["type"] == "value_error"
            else f"欄位 {where} 是 {shown}：{text}"
        )
    return "；".join(parts) + "。格式見 evals/sets/README.md。"


def _check_frozen(path: Path, digest: str) -> bool:
    beside = checksum_path(path)
    if not beside.is_file():
        return False
    stated = beside.read_text(encoding="utf-8").split()
    if not stated or stated[0].lower() != digest:
        msg = (
            f"題集 {path} 已凍結，但內容與 {beside.name} 的校驗碼不符（現為 {digest}）。"
            f"請還原檔案；若確實要改題，請另存新檔名並重新凍結（sha256sum {path.name} > {beside.name}）。"
        )
        raise SetError(msg)
    return True
