"""Plain BM25 over sentences, cut by jieba as it comes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from evals.rivals.chunks import Chunk, SourceText
from evals.rivals.rival import Rival
from index.bm25 import BM25

_SENTENCE = re.compile(r"[^。]*[^。\s][^。]*。?")


def make_bm25(source: SourceText) -> Rival:
    """Sentences ranked by BM25 (k1 = 1.2, b = 0.75) over jieba's words with its own dictionary."""
    # Late: loading jieba's dictionary takes most of a second.
    import jieba

    jieba.setLogLevel("WARNING")  # it reports its loading otherwise
    chunks = [Chunk(*found.span()) for found in _SENTENCE.finditer(source.text)]
    bm25 = BM25.build(jieba.lcut("".join(source.text[c.start : c.end].split())) for c in chunks)

    def rank(query: str, k: int) -> Sequence[tuple[Chunk, float]]:
        scores = bm25.scores(jieba.lcut(query))
        order = np.argsort(-scores, kind="stable")[:k].tolist()
        return [(chunks[row], float(scores[row])) for row in order if scores[row] > 0]

    return Rival(
        "BM25",
        "jieba 預設（簡體為主）詞典；不懂同義詞，也不讀前文。",
        source,
        rank,
        {"chunks": f"句子（{len(chunks)}）", "retriever": "BM25 k1=1.2 b=0.75, jieba"},
    )
