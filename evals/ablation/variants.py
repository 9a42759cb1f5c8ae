"""Searches over one plan, each with one thing left out: a channel, questions of the bank, or a training source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import PLANS, Plan, load_plan
from corpus.bank import Question, by_passage, read_bank
from corpus.families import read_families, twins
from corpus.lexicon import read_lexicon
from evals.errors import TargetError
from index import (
    Document,
    Encoder,
    Index,
    PlanIndex,
    build_index,
    known_expansion,
    load_encoder,
    plan_documents,
    plan_terms,
)
from index.fusion import Channel
from index.training.examples import Pair, Source, training_pairs

PLAN = PLANS / "mol-111"
SEED = 111  # as the shipped model's
CHANNELS = {
    Channel.WORDS: "原文詞彙（BM25）",
    Channel.GRAMS: "原文字元（BM25）",
    Channel.DENSE: "原文向量",
    Channel.ALIAS_WORDS: "題庫詞彙（BM25）",
    Channel.ALIAS_GRAMS: "題庫字元（BM25）",
    Channel.ALIAS_DENSE: "題庫向量",
}
SOURCES = {
    Source.BANK: "題庫",
    Source.LEXICON: "詞庫",
    Source.LAWS: "勞動法規",
    Source.DRCD: "DRCD",
    Source.CMRC: "CMRC 2018",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """A search with something left out.

    Attributes:
        name: people's words for it.
        open: makes it.
        whole: True where nothing is left out; those that follow are compared with it.
    """

    name: str
    open: Callable[[], PlanIndex]
    whole: bool = False


@dataclass(frozen=True)
class Workbench:
    """A plan's folder and what is made of it; nothing is written outside temporary folders."""

    folder: Path

    @cached_property
    def plan(self) -> Plan:
        """The plan."""
        return load_plan(self.folder)

    @cached_property
    def whole(self) -> PlanIndex:
        """The search with everything, as it is shipped."""
        return self._indexed(self._bank)

    def variants(self) -> Iterator[Variant]:
        """The whole search; each channel out, by its weight; twins not told apart; English not looked up; the bank and its hands out."""
        yield Variant("全部都用", lambda: self.whole, whole=True)
        for channel in self.whole.index.weights:
            yield Variant(f"去掉 {CHANNELS[channel]}", partial(self._without_channel, channel))
        yield Variant("去掉 相近段落的分辨", self._without_twins)
        yield Variant("去掉 詞庫的英文詞", lambda: PlanIndex(self.plan, self.whole.index))
        if self._bank:
            yield Variant("去掉 題庫全部", partial(self._indexed, ()))
            for hand in sorted({question.hand for question in self._bank}):
                kept = [question for question in self._bank if question.hand != hand]
                yield Variant(f"去掉 題庫中 {hand} 寫的", partial(self._indexed, kept))

    def retrained(self, data: Path | None) -> Iterator[Variant]:
        """The search with the embedding model trained again on everything, and without each of its sources.

        Args:
            data: the folder of the texts that are not shipped.

        Raises:
            InputError: it was not given, or a file is not there; before anything is trained.
            TargetError: the packages for training are not installed.
        """
        everything = self._pairs(data)
        yield Variant("重新訓練，全部都用", partial(self._trained, everything), whole=True)
        for source, name in SOURCES.items():
            yield Variant(f"重新訓練，去掉 {name}", partial(self._trained_without, source, data))

    @cached_property
    def _bank(self) -> tuple[Question, ...]:
        return read_bank(self.folder, self.plan)

    def _documents(self, questions: Sequence[Question]) -> list[Document]:
        return plan_documents(
            self.plan, by_passage(tuple(questions)), twins(read_families(self.folder, self.plan))
        )

    def _indexed(self, questions: Sequence[Question], encoder: Encoder | None = None) -> PlanIndex:
        encoder = encoder or load_encoder()
        with TemporaryDirectory() as scratch:
            build_index(self._documents(questions), Path(scratch), encoder, words=plan_terms(self.plan))
            return PlanIndex(self.plan, Index(Path(scratch), encoder), known_expansion(self.folder))

    def _without_channel(self, channel: Channel) -> PlanIndex:
        index = self.whole.index
        return PlanIndex(self.plan, index.with_weights({**index.weights, channel: 0.0}), self.whole.expansion)

    def _without_twins(self) -> PlanIndex:
        return PlanIndex(self.plan, self.whole.index.without_twins(), self.whole.expansion)

    def _pairs(self, data: Path | None, *left_out: Source) -> list[Pair]:
        documents, terms = self._documents(self._bank), read_lexicon(self.folder)
        return training_pairs(documents, terms, data, seed=SEED, without=left_out)

    def _trained_without(self, source: Source, data: Path | None) -> PlanIndex:
        return self._trained(self._pairs(data, source))

    def _trained(self, pairs: Sequence[Pair]) -> PlanIndex:
        try:
            # Late: sentence-transformers takes seconds to import, and nothing else here needs it.
            from index.training.trainer import Recipe, train_static
        except ImportError as error:
            msg = f"重新訓練需要額外套件（缺少 {error.name}）。請執行 pip install 'planbot[models]'。"
            raise TargetError(msg) from error
        with TemporaryDirectory() as scratch:
            model = Path(scratch) / "model"
            model.mkdir()
            train_static(pairs, model, Recipe(seed=SEED))
            return self._indexed(self._bank, load_encoder(str(model)))
