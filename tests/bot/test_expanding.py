"""What becomes of a model's proposals over the wire: which are kept, which are dropped and why, and what stays open."""

from __future__ import annotations

import json
import shutil
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.errors import LanguageModelError, ProposalsError
from bot.expanding import Dropped, Expander, Kind, Proposer, Run, tasks_of
from bot.expanding.asking import read_list
from bot.expanding.journal import JOURNAL, Journal
from bot.language_model import open_chat_model
from bot.prompts import EXPAND_VERSION, VOICES
from corpus import PLANS, Plan, load_plan
from corpus.bank import read_bank
from corpus.checking import Rule, SetQuestion, check_plan
from tests.bot import openai_server
from tests.bot.openai_server import Answer, Server, fails, hangs, says, sends, serving
from tests.bot.proposing_server import asked_for, honest, only, proposes
from tests.plans.coast_forest import FOLDER

NAME = "openai:test-model"
PASSAGE, OTHER, INNER = "ccf-113/2.2.1.2", "ccf-113/2.2.1.1", "ccf-113/2.2.1"
QUESTIONS, LEXICON, NEAR = "bank/proposed.jsonl", "lexicon.jsonl", "near_misses.jsonl"
BALANCE = {Rule.NUMBERS, Rule.OWN_WORDS, Rule.VOICES, Rule.TEMPLATES}  # for whoever takes the rows over


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The invented plan."""
    return load_plan(FOLDER)


@dataclass(frozen=True, slots=True)
class How:
    """How a run is made."""

    node: str | None = None
    timeout_s: float = 10
    limit: int | None = None
    jobs: int = 1


class Bench:
    """Runs of one folder of proposals."""

    def __init__(self, plan: Plan, out: Path) -> None:
        self.plan, self.out, self.source = plan, out, FOLDER
        self.questions: tuple[SetQuestion, ...] = ()

    def run(self, server: Server, *kinds: Kind, how: How = How()) -> Run:
        """Run once."""
        model = open_chat_model(NAME, server.base_url, SecretStr("test-key"), how.timeout_s)
        nodes = [self.plan.nodes[how.node]] if how.node else []
        expander = Expander(self.source, self.plan, self.out, self.questions)
        tasks = tasks_of(self.plan, kinds or tuple(Kind), nodes)
        proposer = Proposer(model, NAME, self.plan, 9)
        return expander.run(proposer, tasks, limit=how.limit, jobs=how.jobs)

    def answered(self, answer: Answer, *kinds: Kind, how: How = How()) -> Run:
        """Run once against a server that answers so."""
        with serving(answer) as server:
            return self.run(server, *kinds, how=how)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """A file of the folder."""
        return [json.loads(line) for line in (self.out / name).read_text(encoding="utf-8").splitlines()]

    def texts(self, name: str) -> list[str]:
        """What its rows say."""
        return [row.get("term") or row["text"] for row in self.rows(name)]


@pytest.fixture
def bench(plan: Plan, tmp_path: Path) -> Bench:
    """Nothing proposed yet."""
    return Bench(plan, tmp_path / "proposals")


def question(text: str, voice: str = "life", **more: object) -> dict[str, object]:
    """What a model says of a question."""
    return {"voice": voice, "text": text, **more}


def dropped(bench: Bench, kind: Kind, *elements: object) -> Mapping[Dropped, int]:
    """Why elements that a model proposes for a node are not kept."""
    run = bench.answered(proposes(only(kind, elements)), kind, how=How(PASSAGE))
    return run.screened.dropped[kind]


# -- what is kept


def test_each_node_is_asked_once_and_passages_for_every_kind(bench: Bench, plan: Plan) -> None:
    with serving(proposes(honest)) as server:
        run = bench.run(server, how=How(jobs=3))
    wanted = {("questions", node) for node in plan.nodes}
    wanted |= {(kind, node.passage_id) for kind in ("lexicon", "near-misses") for node in plan.passages}
    assert asked_for(server) == dict.fromkeys(wanted, 1)
    assert (run.asked, run.known, run.failed) == (len(wanted), 0, ())
    assert {row["passage"] for row in bench.rows(QUESTIONS)} == set(plan.nodes)
    assert {row["nearest"] for row in bench.rows(NEAR)} == {node.passage_id for node in plan.passages}


def test_proposals_are_unreviewed_and_name_model_and_prompt(bench: Bench) -> None:
    def boastful(kind: str, passage: str) -> list[dict[str, Any]]:
        return [{**row, "hand": "me", "review": "reviewed", "sure": 1} for row in honest(kind, passage)]

    bench.answered(proposes(boastful), how=How(PASSAGE))
    rows = [row for name in (QUESTIONS, LEXICON, NEAR) for row in bench.rows(name)]
    assert len(rows) == 4
    assert {(row["hand"], row["review"]) for row in rows} == {(f"{NAME} {EXPAND_VERSION}", "unreviewed")}


def test_proposals_taken_over_pass_the_checks_of_form(bench: Bench, plan: Plan, tmp_path: Path) -> None:
    bench.answered(proposes(honest))
    shutil.copytree(FOLDER, tmp_path / "plan")
    shutil.copytree(bench.out, tmp_path / "plan", dirs_exist_ok=True)
    faults = check_plan(tmp_path / "plan", plan)
    assert [fault for fault in faults if fault.rule not in BALANCE] == []
    assert len(read_bank(tmp_path / "plan", plan)) == 2 * len(plan.nodes)


def test_request_shows_the_place_and_how_many_are_wanted(bench: Bench, plan: Plan) -> None:
    with serving(proposes(honest)) as server:
        bench.run(server, Kind.QUESTIONS, how=How(INNER))
        bench.run(server, Kind.NEAR_MISSES, how=How(PASSAGE))
    users = [body["messages"][1]["content"] for body in server.asked]
    inner = next(user for user in users if f"編號：{INNER}\n" in user)
    leaf = next(user for user in users if f"編號：{PASSAGE}\n" in user and '"voice"' in user)
    assert "寫出 3 個" in inner
    assert "寫出 9 個" in leaf
    assert all(plan.nodes[child].heading in inner for child in (PASSAGE, OTHER))
    assert plan.nodes[PASSAGE].text in leaf
    assert OTHER in users[-1]


def test_voices_of_the_prompt_are_those_of_the_shipped_bank() -> None:
    shipped = load_plan(PLANS / "mol-111")
    assert {one.voice for one in read_bank(PLANS / "mol-111", shipped)} == set(VOICES)


# -- what is dropped


@pytest.mark.parametrize(
    ("kind", "element", "reason"),
    [
        (Kind.QUESTIONS, "一句話", Dropped.FORM),
        (Kind.QUESTIONS, {"text": "受傷有得賠嗎"}, Dropped.FORM),
        (Kind.QUESTIONS, question("受傷有得賠嗎", "pirate"), Dropped.FORM),
        (Kind.QUESTIONS, question("受傷\ud800有得賠嗎"), Dropped.FORM),
        (Kind.QUESTIONS, {"voice": "life", "text": 7}, Dropped.FORM),
        (Kind.QUESTIONS, question(" \n"), Dropped.EMPTY),
        (Kind.QUESTIONS, question("？！"), Dropped.EMPTY),
        (Kind.QUESTIONS, question("受傷有得賠嗎", passage="ccf-113/9.9"), Dropped.UNKNOWN),
        (Kind.QUESTIONS, question("受傷有得賠嗎", passage=OTHER), Dropped.UNKNOWN),
        (Kind.QUESTIONS, question("队员受伤有没有保险"), Dropped.SCRIPT),
        (Kind.QUESTIONS, question("Is there insurance?"), Dropped.SCRIPT),
        (Kind.LEXICON, {"term": "保險", "means": ["火星探測"], "kind": "everyday"}, Dropped.UNKNOWN),
        (Kind.LEXICON, {"term": "意外險", "means": ["意外險"], "kind": "everyday"}, Dropped.EMPTY),
        (Kind.LEXICON, {"term": "摔傷賠", "means": ["意外險"], "kind": "slang"}, Dropped.FORM),
        (Kind.LEXICON, {"term": "保险", "means": ["意外險"], "kind": "everyday"}, Dropped.SCRIPT),
        (Kind.NEAR_MISSES, {"text": "賠多少", "reason": "not_in_plan"}, Dropped.FORM),
        (Kind.NEAR_MISSES, {"text": "賠多少", "reason": "not_in_plan", "topic": ""}, Dropped.EMPTY),
        (Kind.NEAR_MISSES, {"text": "賠多少", "reason": "dunno", "topic": "amount"}, Dropped.FORM),
        (
            Kind.NEAR_MISSES,
            {"text": "賠多少", "reason": "not_in_plan", "topic": "amount", "nearest": "ccf-113/9"},
            Dropped.UNKNOWN,
        ),
    ],
)
def test_what_is_no_good_row_is_dropped_and_counted(
    bench: Bench, kind: Kind, element: object, reason: Dropped
) -> None:
    assert dropped(bench, kind, element, {}) == Counter([reason, Dropped.FORM])
    assert not any((bench.out / name).exists() for name in (QUESTIONS, LEXICON, NEAR))


@pytest.mark.parametrize(
    ("kind", "element", "name"),
    [
        (Kind.QUESTIONS, question("队员受伤有没有保险", "simplified"), QUESTIONS),
        (Kind.QUESTIONS, question("Is there insurance?", "english"), QUESTIONS),
        (Kind.LEXICON, {"term": "insurance", "means": ["意外險"], "kind": "english"}, LEXICON),
        (Kind.LEXICON, {"term": "意外保险", "means": ["意外險"], "kind": "simplified"}, LEXICON),
        (
            Kind.NEAR_MISSES,
            {"text": "火星上", "reason": "opinion", "topic": "offtopic", "nearest": None},
            NEAR,
        ),
    ],
)
def test_other_scripts_are_kept_where_they_belong(
    bench: Bench, kind: Kind, element: dict[str, Any], name: str
) -> None:
    assert dropped(bench, kind, element) == {}
    assert bench.texts(name) == [element.get("term") or element["text"]]


def test_a_term_keeps_only_the_meanings_that_stand_in_the_plan(bench: Bench) -> None:
    dropped(bench, Kind.LEXICON, {"term": "摔傷賠", "means": ["火星探測", "意外險"], "kind": "everyday"})
    assert bench.rows(LEXICON)[0]["means"] == ["意外險"]


def test_duplicates_and_lookalikes_are_dropped(bench: Bench) -> None:
    said = ["巡邏的人跌倒有沒有保障", "巡邏的人，跌倒有沒有保障？", "巡邏的人跌倒有沒有保障呢", "發不發雨具"]
    counts = dropped(bench, Kind.QUESTIONS, *map(question, said))
    assert counts == {Dropped.DUPLICATE: 1, Dropped.ALIKE: 1}
    assert bench.texts(QUESTIONS) == [said[0], said[3]]


def test_what_the_plan_answers_is_no_near_miss(bench: Bench) -> None:
    def same(kind: str, _: str) -> list[dict[str, Any]]:
        text = "巡邏的人跌倒有沒有保障"
        return [{"voice": "life", "text": text, "reason": "not_in_plan", "topic": "amount"}]

    run = bench.answered(proposes(same), Kind.QUESTIONS, Kind.NEAR_MISSES, how=How(PASSAGE))
    assert run.screened.dropped[Kind.NEAR_MISSES] == {Dropped.ALIKE: 1}


def test_what_the_plan_has_already_is_not_proposed(bench: Bench, tmp_path: Path) -> None:
    bench.source = tmp_path / "plan"
    shutil.copytree(FOLDER, bench.source)
    (bench.source / "bank").mkdir()
    row = question("巡邏的人跌倒有沒有保障", passage=PASSAGE, hand="h", review="reviewed")
    (bench.source / "bank" / "1.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    counts = dropped(bench, Kind.QUESTIONS, question("巡邏的人跌倒有沒有保障？"), question("發不發雨具"))
    assert counts == {Dropped.DUPLICATE: 1}


def test_a_question_of_an_evaluation_set_is_dropped(bench: Bench) -> None:
    bench.questions = (SetQuestion(Path("dev.jsonl"), 1, "去巡海邊的人扭到腳誰來賠"),)
    counts = dropped(bench, Kind.QUESTIONS, question("去巡海邊的人扭到腳誰來賠呢"), question("發不發雨具"))
    assert counts == {Dropped.LEAK: 1}


# -- replies that are no list


@pytest.mark.parametrize(
    "text", ["", "我不知道[1]。", "[[[[" * 2_000, '[{"voice": "life", "te', '["一句話"]']
)
def test_a_reply_without_a_list_stays_open(bench: Bench, text: str) -> None:
    with pytest.raises(LanguageModelError, match="JSON"):
        read_list(text)
    run = bench.answered(says(text), Kind.LEXICON, how=How(PASSAGE))
    assert len(run.failed) == 1


def test_a_list_is_found_whatever_stands_around_it() -> None:
    assert read_list('<think>[{"a": 0}]</think>見[1]：```json\n[{"a": 1}]\n```') == [{"a": 1}]
    assert read_list('{"items": [{"a": 1}, 2]}') == [{"a": 1}, 2]
    assert read_list("[]") == []


def bad_servers() -> Iterator[tuple[str, Answer]]:
    """Ways to fail."""
    yield "broken", fails(500)
    yield "unauthorised", fails(401)
    yield "a page", sends(b"<html>hello</html>", kind="text/html")
    yield "garbage", sends(b"\xff\xfe\x00", kind="application/json")
    yield "silence", hangs(threading.Event())


@pytest.mark.parametrize(("name", "answer"), list(bad_servers()), ids=lambda one: str(one)[:12])
def test_a_failing_endpoint_leaves_the_request_open_and_the_others_go_on(
    bench: Bench, name: str, answer: Answer
) -> None:
    def partly(asked: openai_server.Asked) -> None:
        (answer if f"編號：{OTHER}\n" in asked.user else proposes(honest))(asked)

    run = bench.answered(partly, Kind.QUESTIONS, how=How(INNER, timeout_s=0.3))
    assert [task.node.passage_id for task, _ in run.failed] == [OTHER], name
    assert {row["passage"] for row in bench.rows(QUESTIONS)} == {INNER, PASSAGE}
    with serving(proposes(honest)) as server:
        again = bench.run(server, Kind.QUESTIONS, how=How(INNER))
    assert asked_for(server) == {("questions", OTHER): 1}
    assert (again.known, again.failed) == (2, ())
    assert {row["passage"] for row in bench.rows(QUESTIONS)} == {INNER, PASSAGE, OTHER}


# -- the folder


def test_what_was_finished_before_an_interrupt_is_written_and_not_asked_again(
    bench: Bench, plan: Plan
) -> None:
    def interrupt(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    tasks = tasks_of(plan, [Kind.LEXICON])
    with serving(proposes(honest)) as server:
        model = open_chat_model(NAME, server.base_url, SecretStr("test-key"), 10)
        proposer, expander = Proposer(model, NAME, plan, 9), Expander(FOLDER, plan, bench.out)
        with pytest.raises(KeyboardInterrupt):
            expander.run(proposer, tasks, progress=interrupt)
        assert len(bench.rows(LEXICON)) == 2
        run = expander.run(proposer, tasks)
    assert (run.known, run.asked) == (2, len(tasks) - 2)
    assert len(bench.rows(LEXICON)) == len(tasks)


def test_a_limit_tells_what_it_left(bench: Bench, plan: Plan) -> None:
    run = bench.answered(proposes(honest), Kind.LEXICON, how=How(limit=3))
    assert (run.asked, run.left) == (3, len(plan.passages) - 3)


def test_a_run_that_was_killed_before_its_file_was_there_goes_on(bench: Bench) -> None:
    bench.answered(proposes(honest), Kind.LEXICON, how=How(PASSAGE))
    with Journal(bench.out) as journal:
        journal.will_write(LEXICON, "of a file that was never put in place")
    (bench.out / ".lexicon.jsonl.half").write_text('{"term": "', encoding="utf-8")
    bench.answered(proposes(honest), Kind.LEXICON, how=How(INNER))
    assert len(bench.rows(LEXICON)) == 2


def test_one_process_at_a_time_writes_a_folder(bench: Bench) -> None:
    bench.out.mkdir()
    with Journal(bench.out), pytest.raises(ProposalsError, match="--out"):
        bench.answered(proposes(honest))


def test_limits_and_jobs_do_not_change_what_is_kept(bench: Bench, plan: Plan, tmp_path: Path) -> None:
    whole = Bench(plan, tmp_path / "whole")
    whole.answered(proposes(honest))
    with serving(proposes(honest)) as server:
        while bench.run(server, how=How(limit=20, jobs=4)).asked:
            pass
    assert set(asked_for(server).values()) == {1}
    for name in (QUESTIONS, LEXICON, NEAR):
        assert (bench.out / name).read_bytes() == (whole.out / name).read_bytes()


def test_a_torn_line_of_the_journal_is_asked_again(bench: Bench) -> None:
    bench.answered(proposes(honest), Kind.LEXICON, how=How(INNER))
    journal = bench.out / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:1]) + lines[1][:20])
    (bench.out / LEXICON).unlink()
    with serving(proposes(honest)) as server:
        run = bench.run(server, Kind.LEXICON, how=How(INNER))
    assert (run.known, run.asked) == (1, 1)
    assert len(bench.rows(LEXICON)) == 2


def test_a_broken_line_of_the_journal_is_named(bench: Bench) -> None:
    bench.out.mkdir()
    (bench.out / JOURNAL).write_text("{}\n", encoding="utf-8")
    with pytest.raises(ProposalsError, match="第 1 行"):
        bench.answered(proposes(honest))


def test_a_file_that_somebody_reviews_is_not_overwritten(bench: Bench) -> None:
    bench.answered(proposes(honest), Kind.QUESTIONS, how=How(PASSAGE))
    path = bench.out / QUESTIONS
    reviewed = path.read_text(encoding="utf-8").replace("unreviewed", "reviewed")
    path.write_text(reviewed, encoding="utf-8")
    with serving(proposes(honest)) as server, pytest.raises(ProposalsError, match="proposed"):
        bench.run(server)
    assert server.asked == []
    assert path.read_text(encoding="utf-8") == reviewed


def test_a_plans_folder_is_refused(bench: Bench, tmp_path: Path) -> None:
    bench.out = tmp_path / "plan"
    shutil.copytree(FOLDER, bench.out)
    with pytest.raises(ProposalsError, match="--out"):
        bench.answered(proposes(honest))
    assert not (bench.out / JOURNAL).exists()


def test_a_node_that_was_reworded_is_asked_about_again(bench: Bench, plan: Plan) -> None:
    bench.answered(proposes(honest), Kind.LEXICON, how=How(PASSAGE))
    journal = bench.out / JOURNAL
    row = json.loads(journal.read_bytes().splitlines()[0])
    journal.write_text(json.dumps({**row, "text": "從前的文字"}) + "\n", encoding="utf-8")
    (bench.out / LEXICON).unlink()
    assert bench.answered(proposes(honest), Kind.LEXICON, how=How(PASSAGE)).asked == 1
