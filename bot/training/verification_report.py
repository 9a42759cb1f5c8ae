"""Prints how verification judges passages it has not seen: `python -m bot.training.verification_report`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.training.premises import train_premises
from bot.training.verification import Report, hold_out, train_verifier
from corpus import PLANS, load_plan
from corpus.claims import read_claims, read_premises
from corpus.lexicon import read_lexicon
from index import load_encoder


def tables(folder: Path) -> Iterator[str]:
    """The tables of docs/verification.md for a plan's folder, in Markdown."""
    plan, lexicon, encoder = load_plan(folder), read_lexicon(folder), load_encoder()
    claims = read_claims(folder, plan)
    with TemporaryDirectory() as scratch:
        report = train_verifier(plan, claims, encoder, lexicon, Path(scratch) / "model.json")
        yield f"## Ten folds by passage: AUC {report.auc:.4f}\n\n{kinds_table(report)}\n\n{curve_table(report)}\n"
        for hand in sorted({claim.hand for claim in claims}):
            unseen = hold_out(plan, claims, encoder, lexicon, hand)
            yield f"## Hand {hand} unseen: AUC {unseen.auc:.4f}\n\n{kinds_table(unseen)}\n\n{curve_table(unseen)}\n"
        premises = train_premises(
            plan, read_premises(folder, plan), encoder, lexicon, Path(scratch) / "premise.json"
        )
    yield f"## Premises\n\n{premises}\n"


def kinds_table(report: Report) -> str:
    """One line for each kind of claim."""
    rows = (f"| {kind} | {n} | {auc:.3f} | {share:.1%} |" for kind, (n, auc, share) in report.kinds.items())
    return "\n".join(("| kind | claims | AUC | supported |", "|---|---:|---:|---:|", *rows))


def curve_table(report: Report) -> str:
    """One line for each share of falsified claims rejected."""
    kinds = list(report.curve[0][1])
    head = f"| rejected | {' | '.join(kinds)} |\n|{'---:|' * (len(kinds) + 1)}"
    rows = (
        f"| {level:.1%} | {' | '.join(f'{passing[kind]:.1%}' for kind in kinds)} |"
        for level, passing in report.curve
    )
    return "\n".join((head, *rows))


if __name__ == "__main__":
    for table in tables(PLANS / "mol-111"):
        sys.stdout.write(f"{table}\n")
