"""Weights are learned from what the questions of unseen hands are found by; all stay above 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("scipy", reason="training needs the extra models")

from corpus import load_plan
from corpus.bank import Question, Review
from corpus.families import Family, Relation
from index import Index, build_index, plan_documents, plan_terms
from index.fusion import Channel
from index.training.fusion import Asked, ask, fit_telling, fit_weights, learn, success, wide_hands
from tests.index.fakes import CharEncoder
from tests.plans.coast_forest import FOLDER

PLAN = load_plan(FOLDER)
LEAVES = [leaf.passage_id for leaf in PLAN.passages]
ONE, TWO, THREE = LEAVES[:3]
N = len(Channel)


def question(text: str, passage: str, hand: str = "new") -> Question:
    return Question(passage=passage, voice="life", text=text, hand=hand, review=Review.REVIEWED)


def family(relation: Relation, *members: str) -> Family:
    return Family(members=members, relation=relation, note="", hand="h", review=Review.UNREVIEWED)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Where the aliases alone set the first two passages apart."""
    folder = tmp_path_factory.mktemp("plan")
    aliases = {ONE: ("甲怎麼辦", "甲在哪裡"), TWO: ("乙怎麼辦", "乙在哪裡")}
    documents = plan_documents(PLAN, aliases, {ONE: (TWO,), TWO: (ONE,)})
    build_index(documents, folder, CharEncoder(), words=plan_terms(PLAN))
    return Index(folder, CharEncoder())


def invented(index: Index, telling: int, hand: str, seed: int) -> Asked:
    """Questions that only one channel knows the answers of; the others are chance."""
    chance = np.random.default_rng(seed)
    gold = np.eye(len(LEAVES), dtype=bool)
    channels = chance.uniform(0, 1, (*gold.shape, N))
    channels[..., telling] = gold
    return Asked(hand, channels, gold, [[]] * len(gold), index)


def total(asked: Sequence[Asked], strength: float) -> list[float]:
    weights: list[float] = fit_weights(asked, strength).weights.tolist()
    return weights


def test_the_channel_that_knows_the_answers_weighs_most(index: Index) -> None:
    weights = total([invented(index, 3, "a", 1)], 0.01)
    assert int(np.argmax(weights)) == 3
    assert min(weights) > 0
    assert sum(weights) == pytest.approx(1)


def test_a_strong_pull_makes_weights_equal(index: Index) -> None:
    assert total([invented(index, 3, "a", 1)], 1e4) == pytest.approx([1 / N] * N, abs=1e-3)


def test_what_is_learned_tells_success_on_unseen_hands(index: Index) -> None:
    found = learn([invented(index, 3, "a", 1), invented(index, 3, "b", 2)])
    assert set(found["unseen"]) == {"a", "b"}
    assert found["unseen"]["a"]["weighed"] == 1
    assert learn([invented(index, 3, "a", 1), invented(index, 3, "b", 2)]) == found


def test_gold_are_passages_of_the_wording_and_those_that_restate_them(index: Index) -> None:
    bank = [question("甲呢", ONE), question("甲呢", TWO, "old"), question("乙呢", TWO, "old")]
    asked = ask(index, bank, [family(Relation.RESTATES, TWO, THREE)], hand="new")
    assert asked.channels.shape == (1, len(LEAVES), N)
    assert [LEAVES[at] for at in np.flatnonzero(asked.gold[0])] == [ONE, TWO, THREE]


def test_questions_about_inner_nodes_and_without_words_are_left_out(index: Index) -> None:
    inner = next(node.passage_id for node in PLAN.nodes.values() if not node.is_leaf)
    bank = [question("總共呢", inner), question("？", ONE), question("甲呢", ONE)]
    assert len(ask(index, bank, [], hand="new").gold) == 1


def test_twins_are_told_apart_where_that_finds_what_was_asked(index: Index) -> None:
    asked = ask(index, [question("乙怎麼辦", TWO), question("甲在哪裡", ONE)], [], hand="new")
    # Channels that all prefer the wrong twin by a little.
    channels = np.where(asked.gold[..., None], 0.5, 0.0) + np.zeros_like(asked.channels)
    channels[0, LEAVES.index(ONE)] = channels[1, LEAVES.index(TWO)] = 0.51
    asked = Asked("new", channels, asked.gold, asked.grams, index)
    fitted = fit_weights([invented(index, 0, "a", 1)], 1.0)
    assert success(asked, fitted, 0) == 0
    telling = fit_telling([asked], fitted)
    assert telling > 0
    assert success(asked, fitted, telling) == 1


def test_only_hands_that_asked_about_half_of_the_passages_are_learned_from() -> None:
    half = -(-len(LEAVES) // 2)
    bank = [question("甲", leaf, "wide") for leaf in LEAVES[:half]]
    bank += [question("甲", leaf, "narrow") for leaf in LEAVES[: half - 1]]
    assert wide_hands(bank, PLAN) == ["wide"]
