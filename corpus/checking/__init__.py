"""The checker of what is known about a plan: form, duplicates, leaks and balance."""

from corpus.checking.checker import check_plan
from corpus.checking.faults import Fault, Rule
from corpus.checking.leaks import Guard, SetQuestion, read_set

__all__ = ["Fault", "Guard", "Rule", "SetQuestion", "check_plan", "read_set"]
