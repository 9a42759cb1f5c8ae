"""The stages of training the shipped models, each by itself and in the order in which they depend on one another."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answer import Contacts
from bot.answerability import WORDING as WORDED
from bot.answerability import Worded
from bot.boundaries import Boundaries
from bot.forms import MODEL as FORM
from bot.precedents import Precedents
from bot.presumption import FALSE, HOLDS, JOINT, WORDING, joint_features
from bot.routing import Route
from bot.search import Finder
from bot.training.answerability import Judged, train_answerability
from bot.training.premises import train_joint, train_premises
from bot.training.selection import Example, train_selection
from bot.training.structure import train_structure
from bot.training.text import train_text, unseen_likelihoods
from bot.training.texts import (
    answerable_examples,
    clause_examples,
    plain_premises,
    route_examples,
    search_examples,
    selection_examples,
    structure_examples,
)
from bot.training.verification import train_verifier
from bot.verification.model import MODELS, PREMISE, VERIFICATION
from bot.weighing import MODEL as STRUCTURE
from corpus import Plan, load_plan
from corpus.bank import by_passage, read_bank
from corpus.claims import read_claims, read_premises
from corpus.families import read_families, twins
from corpus.lexicon import read_lexicon
from index import (
    Document,
    Encoder,
    Index,
    PlanIndex,
    build_index,
    known_documents,
    known_expansion,
    load_encoder,
    plan_documents,
    plan_terms,
)
from index.calibration import MODEL as CALIBRATION
from index.encoder import SHIPPED
from index.fusion import MODEL as FUSION
from index.training.calibration import write_calibration
from index.training.fusion import ask, wide_hands, write_fusion

SEED = 111
_WORDING_STRENGTH = 20.0  # inverse regularisation of the judge of how premises are worded


class Stage(StrEnum):
    """What can be trained; each needs those before it."""

    EMBEDDING = "embedding"
    FUSION = "fusion"
    CALIBRATION = "calibration"
    ROUTES = "routes"
    STRUCTURE = "structure"
    SELECTION = "selection"
    ANSWERABILITY = "answerability"
    VERIFICATION = "verification"
    PREMISES = "premises"
    DIALOGUE = "dialogue"


@dataclass(frozen=True)
class Workshop:
    """A plan's folder with its training data, and the folder of texts that are not shipped."""

    folder: Path
    data: Path | None = None

    def run(self, stage: Stage) -> None:
        """Train one stage and write its model.

        Raises:
            PlanbotError: data are missing or wrong.
        """
        stages: dict[Stage, Callable[[], None]] = {
            Stage.EMBEDDING: self._embedding,
            Stage.FUSION: self._fusion,
            Stage.CALIBRATION: self._calibration,
            Stage.ROUTES: self._routes,
            Stage.STRUCTURE: self._structure,
            Stage.SELECTION: self._selection,
            Stage.ANSWERABILITY: self._answerability,
            Stage.VERIFICATION: self._verification,
            Stage.PREMISES: self._premises,
            Stage.DIALOGUE: self._dialogue,
        }
        stages[stage]()

    @cached_property
    def plan(self) -> Plan:
        """The plan whose data are learned from."""
        return load_plan(self.folder)

    @cached_property
    def finder(self) -> Finder:
        """A search over the plan and its bank, with the embedding model as it is now."""
        return Finder(self.plan_index)

    @cached_property
    def plan_index(self) -> PlanIndex:
        """The plan with an index of its own, in memory only."""
        index = self._indexed(known_documents(self.folder, self.plan), load_encoder())
        return PlanIndex(self.plan, index, known_expansion(self.folder))

    def _indexed(self, documents: Sequence[Document], encoder: Encoder) -> Index:
        with TemporaryDirectory() as scratch:
            build_index(documents, Path(scratch), encoder, words=plan_terms(self.plan))
            return Index(Path(scratch), encoder)

    def _embedding(self) -> None:
        self._train_embedding(known_documents(self.folder, self.plan), SHIPPED)

    def _train_embedding(self, documents: Sequence[Document], to: Path) -> None:
        # Late: sentence-transformers takes seconds to import, and the other stages do without.
        from index.training.examples import training_pairs
        from index.training.trainer import Recipe, train_static

        pairs = training_pairs(documents, read_lexicon(self.folder), self.data, seed=SEED)
        train_static(pairs, to, Recipe(seed=SEED))

    def _fusion(self) -> None:
        bank, families = read_bank(self.folder, self.plan), read_families(self.folder, self.plan)
        asked = []
        for hand in wide_hands(bank, self.plan):
            kept = by_passage(tuple(question for question in bank if question.hand != hand))
            index = self._without(plan_documents(self.plan, kept, twins(families)))
            asked.append(ask(index, bank, families, hand=hand))
        write_fusion(asked, FUSION)

    def _calibration(self) -> None:
        write_calibration(search_examples(self.folder), self.plan_index, CALIBRATION)

    def _without(self, documents: Sequence[Document]) -> Index:
        """An index whose embedding model, too, knows no question but those of its documents."""
        with TemporaryDirectory() as scratch:
            self._train_embedding(documents, Path(scratch))
            return self._indexed(documents, load_encoder(scratch))

    def _routes(self) -> None:
        for name, examples in (
            ("route", route_examples(self.folder, self.plan)),
            ("clauses", clause_examples(self.folder, self.plan, seed=SEED)),
        ):
            train_text([text for text, _ in examples], [label for _, label in examples], MODELS / name)

    def _structure(self) -> None:
        examples = structure_examples(self.folder, self.plan, seed=SEED)
        train_structure(examples, self.plan, self.finder, FORM, STRUCTURE)

    def _selection(self) -> None:
        examples = [Example(text, ids) for text, ids in selection_examples(self.folder, self.plan)]
        train_selection(examples, self.finder, MODELS / "selection.json")

    def _answerability(self) -> None:
        boundaries = Boundaries(self.plan)
        routed = route_examples(self.folder, self.plan)
        random.Random(SEED).shuffle(routed)
        unseen = _unseen(routed, lambda text: text)
        details = [(text, label) for text, label in routed if label in {Route.ANSWER, Route.NOT_IN_PLAN}]
        masked = _unseen(details, boundaries.mask)
        train_text([boundaries.mask(text) for text, _ in details], [label for _, label in details], WORDED)
        examples = [
            Judged(Worded(text, unseen[text], masked[text]), answered)
            for text, answered in answerable_examples(self.folder)
            if text in masked
        ]
        train_answerability(examples, self.finder, boundaries, MODELS / "answerability.json")

    def _verification(self) -> None:
        claims = read_claims(self.folder, self.plan)
        train_verifier(self.plan, claims, load_encoder(), read_lexicon(self.folder), MODELS / VERIFICATION)

    def _premises(self) -> None:
        known = read_premises(self.folder, self.plan)
        premises = [*known, *plain_premises(self.folder, self.plan, seed=SEED)]
        random.Random(SEED).shuffle(premises)  # so that folds of texts hold all hands
        judged = train_premises(
            self.plan, premises, load_encoder(), read_lexicon(self.folder), MODELS / PREMISE
        )
        boundaries, precedents = Boundaries(self.plan), Precedents(known)
        texts = [boundaries.mask(premise.text) for premise in premises]
        labels = [HOLDS if premise.holds else FALSE for premise in premises]
        train_text(texts, labels, WORDING, strength=_WORDING_STRENGTH)
        worded = unseen_likelihoods(texts, labels, strength=_WORDING_STRENGTH)
        rows = [
            joint_features(
                by_wording[FALSE],
                by_passage,
                precedents.tell_false(premise.text, premise.cites[0], without=premise.hand),
                given=boundaries.gives(premise.text, self.plan.nodes[premise.cites[0]]),
            )
            for premise, by_wording, by_passage in zip(premises, worded, judged.unseen.tolist(), strict=True)
        ]
        train_joint(rows, [not premise.holds for premise in premises], JOINT)

    def _dialogue(self) -> None:
        # Late: opening a pipeline reads the models that the stages before have just written.
        from bot.opening import open_pipeline
        from bot.training.dialogue import read_alone, read_conversations, train_dialogue

        pipeline = open_pipeline(self.plan_index, folder=self.folder, contacts=Contacts())
        conversations, alone = read_conversations(self.folder), read_alone(self.folder, seed=SEED)
        train_dialogue(conversations, alone, pipeline.history, self.finder, seed=SEED)


def _unseen(examples: Sequence[tuple[str, str]], read: Callable[[str], str]) -> dict[str, dict[Route, float]]:
    """Each text's likelihoods by a classifier of what is read of it that was trained without it."""
    found = unseen_likelihoods([read(text) for text, _ in examples], [label for _, label in examples])
    return {
        text: {Route(name): value for name, value in likelihoods.items()}
        for (text, _), likelihoods in zip(examples, found, strict=True)
    }
