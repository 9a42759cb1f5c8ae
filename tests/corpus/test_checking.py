"""The checker finds each kind of fault with its file and line, and the carried plan has none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from corpus import PLANS, Plan, load_plan
from corpus.checking import Fault, Rule, check_plan, read_set
from corpus.errors import SourceError
from tests.plans.coast_forest import FOLDER

ROOT = Path(__file__).parents[2]
SAND, TRAINING_DAYS, GOAL = "ccf-113/1.1.3", "ccf-113/2.2.1.1", "ccf-113/1.1"
VOICES = ("life", "elder", "hr", "student", "typo", "agent", "union", "shop")
BANK, NEAR = "bank/1.jsonl", "near_misses.jsonl"

Row = Mapping[str, object]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The invented plan."""
    return load_plan(FOLDER)


def question(text: str, passage: str = SAND, *, voice: str = "life", hand: str = "h") -> Row:
    """A row of the bank."""
    return {"passage": passage, "voice": voice, "text": text, "hand": hand, "review": "unreviewed"}


def near_miss(text: str, **changed: object) -> Row:
    """A row of the near misses."""
    row = {"text": text, "reason": "not_in_plan", "nearest": None, "topic": "date"}
    return {**row, "hand": "h", "review": "unreviewed", **changed}


def written(folder: Path, name: str, rows: Iterable[Row]) -> Path:
    """A file of rows in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def found(folder: Path, plan: Plan, rule: Rule, sets: Iterable[Path] = ()) -> list[Fault]:
    """The breaches of one rule."""
    questions = [asked for path in sets for asked in read_set(path)]
    return [fault for fault in check_plan(folder, plan, questions) if fault.rule is rule]


def lines(faults: Iterable[Fault]) -> list[tuple[str, int | None]]:
    """Where the faults are."""
    return [(fault.path.name, fault.line) for fault in faults]


# -- single rows


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (BANK, {**question("沙子埋到田裡誰來救"), "colour": "red"}),
        (BANK, question("沙子埋到田裡誰來救", "ccf-113/9.9")),
        (NEAR, near_miss("明年還會辦嗎", reason="tired")),
        (NEAR, near_miss("明年還會辦嗎", nearest="ccf-113/9.9")),
        (
            "premises.jsonl",
            {"text": "聽說種了八百公頃", "cites": [SAND], "hand": "h", "review": "unreviewed"},
        ),
        ("lexicon.jsonl", {"term": "沙", "means": "飛砂", "kind": "everyday", "hand": "h"}),
        ("families.jsonl", {"members": [GOAL, SAND], "relation": "details", "note": "砂", "hand": "h"}),
        ("training/unclear.jsonl", {"text": "那個呢"}),
        ("training/followups.jsonl", {"turns": ["一句"], "gold": [], "acceptable": [], "hand": "h"}),
        ("training/structure.jsonl", {"text": "有幾點", "op": "guess", "number": None, "hand": "h"}),
    ],
)
def test_a_row_without_the_form_of_its_file_is_told_with_its_line(
    plan: Plan, tmp_path: Path, name: str, row: Row
) -> None:
    path = written(tmp_path, name, [row])
    (fault,) = found(tmp_path, plan, Rule.SCHEMA)
    assert (fault.path, fault.line) == (path, 1)


def test_a_line_that_is_no_json_does_not_hide_those_behind_it(plan: Plan, tmp_path: Path) -> None:
    written(tmp_path, NEAR, [near_miss("明年還會辦嗎"), near_miss("怎麼報名", nearest="ccf-113/9.9")])
    path = tmp_path / NEAR
    path.write_text("{\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert lines(found(tmp_path, plan, Rule.SCHEMA)) == [(NEAR, 1), (NEAR, 3)]


def test_a_training_file_that_nobody_knows_is_told(plan: Plan, tmp_path: Path) -> None:
    written(tmp_path, "training/riddles.jsonl", [{"text": "猜", "hand": "h"}])
    assert lines(found(tmp_path, plan, Rule.SCHEMA)) == [("riddles.jsonl", None)]


def test_a_family_that_relates_a_pair_anew_is_told(plan: Plan, tmp_path: Path) -> None:
    row = {"members": [SAND, TRAINING_DAYS], "note": "砂", "hand": "h", "review": "unreviewed"}
    both = [{**row, "relation": "restates"}, {**row, "relation": "contrasts"}]
    written(tmp_path, "families.jsonl", both)
    assert lines(found(tmp_path, plan, Rule.SCHEMA)) == [("families.jsonl", 2)]


@pytest.mark.parametrize("row", [near_miss("明年還會辦嗎", hand=" "), near_miss(" ")])
def test_a_row_without_hand_or_text_is_told(plan: Plan, tmp_path: Path, row: Row) -> None:
    written(tmp_path, NEAR, [row])
    assert lines(found(tmp_path, plan, Rule.PROVENANCE)) == [(NEAR, 1)]


# -- pairs


def test_the_same_text_is_found_across_files_of_the_bank_and_across_passages(
    plan: Plan, tmp_path: Path
) -> None:
    written(tmp_path, BANK, [question("飛砂怎麼擋？")])
    written(tmp_path, "bank/2.jsonl", [question("飛砂 怎麼擋", TRAINING_DAYS)])
    (fault,) = found(tmp_path, plan, Rule.DUPLICATES)
    assert lines([fault]) == [("2.jsonl", 1)]
    assert "1.jsonl 第 1 列" in fault.message


def test_the_same_text_in_two_kinds_of_file_is_no_duplicate(plan: Plan, tmp_path: Path) -> None:
    written(tmp_path, BANK, [question("飛砂怎麼擋")])
    written(tmp_path, NEAR, [near_miss("飛砂怎麼擋")])
    assert found(tmp_path, plan, Rule.DUPLICATES) == []


def test_a_sentence_may_be_right_of_one_passage_and_wrong_of_another(plan: Plan, tmp_path: Path) -> None:
    row = {
        "sentence": "今年種 80 公頃。",
        "kind": "light",
        "free": False,
        "hand": "h",
        "review": "unreviewed",
    }
    cited = [{**row, "cites": [one], "supported": one == SAND} for one in (SAND, TRAINING_DAYS)]
    written(tmp_path, "claims.jsonl", cited)
    assert found(tmp_path, plan, Rule.DUPLICATES) == []
    written(tmp_path, "claims.jsonl", [*cited, cited[0]])
    assert lines(found(tmp_path, plan, Rule.DUPLICATES)) == [("claims.jsonl", 3)]


def test_spellings_of_a_term_are_no_duplicates(plan: Plan, tmp_path: Path) -> None:
    row = {"means": ["編籬"], "kind": "variant", "note": "", "hand": "h", "review": "unreviewed"}
    written(
        tmp_path, "lexicon.jsonl", [{**row, "term": term} for term in ("編(竹)籬", "編/竹籬", "編 / 竹籬")]
    )
    assert lines(found(tmp_path, plan, Rule.DUPLICATES)) == [("lexicon.jsonl", 3)]


def test_questions_of_one_passage_that_are_worded_alike_are_found(plan: Plan, tmp_path: Path) -> None:
    texts = ("海邊的沙一直吹進田裡有人管嗎", "海邊的沙一直吹進田裡有誰管", "風大的時候滿嘴沙")
    written(tmp_path, BANK, [question(text) for text in texts])
    assert lines(found(tmp_path, plan, Rule.LIKENESS)) == [("1.jsonl", 2)]
    written(tmp_path, BANK, [question(texts[0]), question(texts[1], TRAINING_DAYS)])
    assert found(tmp_path, plan, Rule.LIKENESS) == []


# -- evaluation sets


@pytest.fixture
def question_set(tmp_path: Path) -> Path:
    """An evaluation set: a single question, a heading, a dialogue, a greeting."""
    turns: list[list[object]] = [
        ["海邊的沙一直吹進田裡有人管嗎"],
        ["修補斷裂林帶 減少風沙侵襲"],
        ["巡守隊員要上什麼課程", "那保險要自己出錢嗎還是署裡出"],
        [{"role": "user", "content": "早安你好"}],
    ]
    return written(tmp_path / "sets", "set.jsonl", [{"turns": asked} for asked in turns])


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (BANK, question("海邊的沙一直吹進田裡有誰管")),
        (NEAR, near_miss("海邊的沙一直吹進田裡，有人管嗎？")),
        (
            "training/followups.jsonl",
            {
                "turns": ["海邊的沙一直吹進田裡有誰管", "然後呢"],
                **{"gold": [SAND], "acceptable": [], "type": "more", "depends": True, "hand": "h"},
            },
        ),
    ],
)
def test_a_question_worded_like_one_of_a_set_is_found(
    plan: Plan, tmp_path: Path, question_set: Path, name: str, row: Row
) -> None:
    path = written(tmp_path, name, [row])
    (fault,) = found(tmp_path, plan, Rule.LEAKS, [question_set])
    assert (fault.path, fault.line) == (path, 1)
    assert "set.jsonl 第 1 列" in fault.message


@pytest.mark.parametrize(
    "text",
    ["早安你好", "修補斷裂林帶，減少風沙侵襲", "修補斷裂林帶 減少風沙侵襲", "那保險要自己出錢嗎還是署裡出"],
)
def test_greetings_the_plans_own_words_and_later_turns_do_not_leak(
    plan: Plan, tmp_path: Path, question_set: Path, text: str
) -> None:
    written(tmp_path, NEAR, [near_miss(text)])
    assert found(tmp_path, plan, Rule.LEAKS, [question_set]) == []


def test_a_set_without_turns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="turns"):
        read_set(written(tmp_path, "set.jsonl", [{"question": "？"}]))


# -- balance


def own_words(count: int, *, voices: int = len(VOICES)) -> list[Row]:
    """Questions for one passage that share no pair of characters with it or with each other."""
    numbered = (chr(ord("一") + 40 * at) * 3 for at in range(count))
    return [question(text, voice=VOICES[at % voices]) for at, text in enumerate(numbered)]


def of_passage(faults: Iterable[Fault]) -> list[Fault]:
    """The faults of the passage that has questions."""
    return [fault for fault in faults if fault.text == SAND]


def test_a_passage_with_questions_enough_has_no_fault(plan: Plan, tmp_path: Path) -> None:
    written(tmp_path, BANK, own_words(30))
    assert of_passage(check_plan(tmp_path, plan)) == []


def test_too_few_questions_are_told_for_passages_goals_work_plans_and_items(
    plan: Plan, tmp_path: Path
) -> None:
    written(tmp_path, BANK, own_words(29))
    faults = {fault.text: fault for fault in found(tmp_path, plan, Rule.NUMBERS)}
    assert (faults[SAND].path.name, faults[SAND].line) == ("1.jsonl", 1)
    assert "29" in faults[SAND].message
    assert {GOAL, "ccf-113/2.1", "ccf-113/2.1.1", TRAINING_DAYS} <= faults.keys()
    assert faults[GOAL].line is None
    assert "ccf-113/1" not in faults


def test_too_few_voices_are_told(plan: Plan, tmp_path: Path) -> None:
    written(tmp_path, BANK, own_words(30, voices=7))
    assert [fault.text for fault in of_passage(found(tmp_path, plan, Rule.VOICES))] == [SAND]


@pytest.mark.parametrize(
    "borrowing",
    [
        [question(f"{row['text']}飛砂", voice=str(row["voice"])) for row in own_words(23)],
        [question(str(row["text"]), voice="english") for row in own_words(23)],
    ],
)
def test_too_few_questions_of_own_words_are_told(plan: Plan, tmp_path: Path, borrowing: list[Row]) -> None:
    written(tmp_path, BANK, [*borrowing, *own_words(30)[23:]])
    (fault,) = of_passage(found(tmp_path, plan, Rule.OWN_WORDS))
    assert "只有 7 題" in fault.message


def test_questions_off_a_template_are_told_beyond_a_fifth(plan: Plan, tmp_path: Path) -> None:
    stamped = [question(f"{row['text']}今年打算怎麼辦") for row in own_words(7)]
    written(tmp_path, BANK, [*stamped, *own_words(30)[7:]])
    (fault,) = of_passage(found(tmp_path, plan, Rule.TEMPLATES))
    assert "年打算怎麼辦" in fault.message
    written(tmp_path, BANK, [*stamped[:6], *own_words(30)[6:]])
    assert of_passage(found(tmp_path, plan, Rule.TEMPLATES)) == []


@pytest.mark.parametrize("ending", ["減少風沙侵襲", "sand"])
def test_the_plans_own_words_and_single_words_are_no_template(
    plan: Plan, tmp_path: Path, ending: str
) -> None:
    named = [question(f"{row['text']}{ending}") for row in own_words(15)]
    written(tmp_path, BANK, [*named, *own_words(30)[15:]])
    assert of_passage(found(tmp_path, plan, Rule.TEMPLATES)) == []


def test_a_plan_without_a_bank_has_no_fault(plan: Plan) -> None:
    assert check_plan(FOLDER, plan) == ()


# -- the carried plan


def test_the_carried_plans_knowledge_has_no_fault() -> None:
    folder = PLANS / "mol-111"
    questions = [
        asked for path in sorted((ROOT / "evals" / "sets").glob("*.jsonl")) for asked in read_set(path)
    ]
    assert len(questions) > 1_000
    faults = check_plan(folder, load_plan(folder), questions)
    assert [f"{fault.path.name}:{fault.line} {fault.rule}: {fault.text}" for fault in faults] == []
