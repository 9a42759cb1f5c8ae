"""Transformers of one layer with random weights that read single characters, saved as people's models are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertForSequenceClassification, BertModel, PreTrainedTokenizerFast

CHARS = "海岸防風林造復育村里巡守隊查詢段落：是什麼"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
PROMPTS = {"query": "查詢：", "document": "段落："}
WIDTH = 16


def write_encoder(folder: Path, seed: int) -> str:
    """Save an embedding model; returns its folder."""
    torch.manual_seed(seed)
    BertModel(_config(CHARS)).save_pretrained(folder / "bert")
    _tokenizer(CHARS).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(WIDTH, "mean")]
    model = SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu")
    model.save(str(folder / "model"), create_model_card=False)
    return str(folder / "model")


def write_cross_encoder(
    folder: Path, seed: int, *, chars: str = CHARS, labels: Sequence[str] = ("LABEL_0",)
) -> str:
    """Save a model that reads two texts together, its weights large enough to tell pairs apart."""
    torch.manual_seed(seed)
    config = _config(chars)
    config.id2label = dict(enumerate(labels))
    config.initializer_range = 0.5
    BertForSequenceClassification(config).save_pretrained(folder / "bert")
    _tokenizer(chars).save_pretrained(folder / "bert")
    CrossEncoder(str(folder / "bert"), device="cpu").save(str(folder / "model"), create_model_card=False)
    return str(folder / "model")


def _config(chars: str) -> BertConfig:
    return BertConfig(
        vocab_size=len(_vocabulary(chars)),
        hidden_size=WIDTH,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )


def _tokenizer(chars: str) -> PreTrainedTokenizerFast:
    vocabulary = _vocabulary(chars)
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    tokenizer.post_processor = TemplateProcessing(
        single="$A",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, vocabulary[token]) for token in ("[CLS]", "[SEP]")],
    )
    named = dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), SPECIAL, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **named)  # type: ignore[no-untyped-call]


def _vocabulary(chars: str) -> dict[str, int]:
    return {token: number for number, token in enumerate([*SPECIAL, *dict.fromkeys(chars)])}
