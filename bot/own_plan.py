"""What a question says of the plan itself: its name, its publisher and its year, beside the matter that is asked about."""

from __future__ import annotations

import re

from bot.cues import cues
from bot.remainder import names_something
from corpus import Plan
from index.script import normalise


class OwnPlan:
    """Takes out of questions how they name one plan (「勞動部 111 年度施政計畫裡」), which some passages speak of."""

    def __init__(self, plan: Plan) -> None:
        form = cues("own_plan")
        own = {"publisher": re.escape(normalise(plan.publisher)), "year": f"{plan.year_roc}|{plan.year}"}
        pieces = [_filled(form[name].pattern, own) for name in ("named", "framed", "dated")]
        self._pattern = re.compile("|".join(f"(?:{piece})" for piece in pieces), re.IGNORECASE)

    def without(self, question: str) -> str:
        """A question without what it says of the plan itself, if it says more; else as it is."""
        said = normalise(question)
        left = self._pattern.sub(" ", said)
        return left if left != said and names_something(left) else question


def _filled(pattern: str, own: dict[str, str]) -> str:
    """A pattern with the plan's own words in the places that the cue keeps for them."""
    return re.sub(r"%(\w+)%", lambda place: own[place[1]], pattern)
