"""Sentence support: the share of sentences entailed by what they cite, by two judges that share no code."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evals.errors import TargetError
from evals.measures.judged import Judged
from evals.text import Sentence, bare

LEXICAL_THRESHOLD = 0.6
"""Share of a sentence's character bigrams that its cited text must hold.

Chosen so that a sentence of the plan with a frame around it (「根據計畫，…」) passes, and one about another
passage of the same chapter does not.
"""
TABLE_HEADINGS = "年度施政目標及策略 工作計畫名稱 重要計畫項目 計畫類別 實施內容"
"""What stands over every passage in the form of an annual plan; to name it claims nothing."""
_LIST_NUMBER = re.compile(r"\(\d+\)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORDY = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")


class Verifier(Protocol):
    """Tells whether passages entail a sentence."""

    @property
    def version(self) -> str:
        """Names the verifier in a report's header."""

    def supported(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> Sequence[bool]:
        """One verdict for each (sentence, cited passage ids), in order."""


@dataclass(frozen=True)
class CommandVerifier:
    """A verifier behind the contract's command: `planbot verify FILE --json`.

    Attributes:
        command: what stands before the file's name, `planbot verify`.
    """

    command: str

    @property
    def version(self) -> str:
        """The command itself."""
        return self.command

    def supported(self, pairs: Sequence[tuple[str, Sequence[str]]]) -> Sequence[bool]:
        """Run the command over all pairs at once; raises `TargetError` when it does not judge every line."""
        rows = (json.dumps({"sentence": text, "cites": list(ids)}, ensure_ascii=False) for text, ids in pairs)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "sentences.jsonl"
            path.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
            command = [*shlex.split(self.command), str(path), "--json"]
            try:
                done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
                verdicts = [bool(json.loads(line)["supported"]) for line in done.stdout.splitlines() if line]
            except (OSError, subprocess.CalledProcessError, ValueError, KeyError, TypeError) as error:
                msg = f"查核指令「{self.command}」失敗：{error}。請確認它可執行，或不加 --verifier。"
                raise TargetError(msg) from error
        if len(verdicts) != len(pairs):
            msg = f"查核指令「{self.command}」判了 {len(verdicts)} 句，應為 {len(pairs)} 句。"
            raise TargetError(msg)
        return verdicts


def lexically_supported(sentence: str, evidence: str, counts: Collection[int] = ()) -> bool:
    """Whether the evidence holds every number of the sentence and enough of its character bigrams.

    Source: K-Precision (Adlakha et al., TACL 2024), over character bigrams since Chinese has no blanks, with
    a test of numbers: each stands in the evidence or is one of `counts`; list numbers, (1), are none.
    A sentence of one character is its own bigram. Blind to negation and word order; uses no model.
    """
    said, held = _LIST_NUMBER.sub("", bare(sentence)), bare(evidence)
    if not set(_NUMBER.findall(said)) <= {*_NUMBER.findall(held), *map(str, counts)}:
        return False
    wanted, letters = _bigrams(_letters(said)), _letters(held)
    return sum(gram in letters for gram in wanted) >= LEXICAL_THRESHOLD * len(wanted)


def support_lexical(judged: Judged) -> float | None:
    """Share of an answer's sentences that what they cite supports lexically; in [0, 1].

    Applies to answers and corrections with at least one claim. A claim without a citation is not supported,
    as in ALCE's citation recall (Gao et al., EMNLP 2023); lead-ins and questions claim nothing.
    """
    if not judged.claims:
        return None
    return sum(_claim_supported(judged, claim) for claim in judged.claims) / len(judged.claims)


def support_verifier(judged: Judged) -> float | None:
    """The same share by the verifier present, whose version the report's header tells."""
    if judged.verified is None or not judged.claims:
        return None
    return sum(judged.verified) / len(judged.claims)


def sentences_cited(judged: Judged) -> float | None:
    """Share of claims that bear a mark with a citation; in [0, 1]. Applies to replies with claims."""
    if not judged.claims:
        return None
    return sum(bool(judged.cited_by(claim)) for claim in judged.claims) / len(judged.claims)


def verify(judgeds: Sequence[Judged], verifier: Verifier) -> list[tuple[bool, ...]]:
    """Each reply's claims judged in one call; a claim that cites nothing is not supported."""
    pairs = [
        (claim.text, [citation.passage_id for citation in judged.cited_by(claim)])
        for judged in judgeds
        for claim in judged.claims
    ]
    verdicts = iter(verifier.supported([pair for pair in pairs if pair[1]]))
    flat = iter([next(verdicts) if ids else False for _, ids in pairs])
    return [tuple(next(flat) for _ in judged.claims) for judged in judgeds]


def _claim_supported(judged: Judged, claim: Sentence) -> bool:
    cited = judged.cited_by(claim)
    # A count cites the node whose children were counted, and a list cites each element.
    counts = {len(cited)}.union(*(judged.passages.counts(citation.passage_id) for citation in cited))
    evidence = "\n".join((TABLE_HEADINGS, *map(judged.evidence, cited)))
    return bool(cited) and lexically_supported(claim.text, evidence, counts)


def _letters(text: str) -> str:
    return "".join(_WORDY.findall(text))


def _bigrams(letters: str) -> list[str]:
    return [letters[at : at + 2] for at in range(len(letters) - 1)] or [letters]
