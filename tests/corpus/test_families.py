"""Near twins of a plan are leaves of it, and no pair is related in two ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from corpus import PLANS, Plan, load_plan
from corpus.bank import Review
from corpus.errors import SourceError
from corpus.families import FAMILIES, Family, Relation, read_families, twins
from tests.plans.coast_forest import FOLDER

FELLED, SAND, FENCE = "ccf-113/1.1.2", "ccf-113/1.1.3", "ccf-113/2.1.3.1"
GOAL = "ccf-113/1.1"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The invented plan."""
    return load_plan(FOLDER)


def family(*members: str, relation: str = "restates", **more: object) -> dict[str, object]:
    """A row of the file."""
    row: dict[str, object] = {"members": members, "relation": relation, "note": "定砂", "hand": "h"}
    return {**row, "review": "unreviewed", **more}


def written(folder: Path, *rows: Mapping[str, object]) -> Path:
    """A plan folder that holds these rows."""
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / FAMILIES).write_text("".join(lines), encoding="utf-8")
    return folder


def test_families_are_read_in_order(plan: Plan, tmp_path: Path) -> None:
    folder = written(tmp_path, family(SAND, FENCE), family(FELLED, SAND, relation="contrasts"))
    first, second = read_families(folder, plan)
    assert first == Family(
        members=(SAND, FENCE), relation=Relation.RESTATES, note="定砂", hand="h", review=Review.UNREVIEWED
    )
    assert (second.members, second.relation) == ((FELLED, SAND), Relation.CONTRASTS)


def test_a_plan_without_the_file_has_none(plan: Plan, tmp_path: Path) -> None:
    assert read_families(tmp_path, plan) == ()


def test_details_relate_the_first_member_with_each_other_one(plan: Plan, tmp_path: Path) -> None:
    (details,) = read_families(written(tmp_path, family(SAND, FENCE, FELLED, relation="details")), plan)
    (restates,) = read_families(written(tmp_path, family(SAND, FENCE, FELLED)), plan)
    star = {frozenset((SAND, FENCE)), frozenset((SAND, FELLED))}
    assert set(details.pairs()) == star
    assert set(restates.pairs()) == star | {frozenset((FENCE, FELLED))}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (family(SAND), "members"),
        (family(SAND, FENCE, relation="resembles"), "relation"),
        (family(SAND, FENCE, colour="red"), "colour"),
        (family(SAND, "ccf-113/9.9"), "ccf-113/9.9"),
        (family(SAND, GOAL), "上層節點"),
        (family(SAND, SAND), "兩次"),
        (family(FENCE, SAND, relation="contrasts"), "已經列為 restates"),
    ],
)
def test_a_wrong_row_is_refused_with_file_and_line(
    plan: Plan, tmp_path: Path, row: Mapping[str, object], said: str
) -> None:
    folder = written(tmp_path, family(SAND, FENCE), row)
    with pytest.raises(SourceError, match=f"{FAMILIES} 第 2 行") as raised:
        read_families(folder, plan)
    assert said in str(raised.value)


def test_a_line_that_is_no_json_is_refused(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / FAMILIES).write_text("{\n", encoding="utf-8")
    with pytest.raises(SourceError, match="第 1 行"):
        read_families(tmp_path, plan)


def test_the_carried_plans_families_are_read() -> None:
    folder = PLANS / "mol-111"
    families = read_families(folder, load_plan(folder))
    assert {family.relation for family in families} == set(Relation)
    assert all(family.hand and family.note for family in families)


def test_twins_know_each_other_and_details_only_what_they_detail() -> None:
    rows = [family(FELLED, SAND), family(SAND, FENCE, "x", relation="details")]
    known = twins(Family.model_validate(row) for row in rows)
    assert known == {FELLED: (SAND,), SAND: (FELLED, FENCE, "x"), FENCE: (SAND,), "x": (SAND,)}
