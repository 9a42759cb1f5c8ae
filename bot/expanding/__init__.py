"""Proposals of a language model for what is to be known of a plan: asked for, screened, and kept for review."""

from bot.errors import ProposalsError
from bot.expanding.asking import Proposer
from bot.expanding.drops import Dropped
from bot.expanding.expander import Expander, Run
from bot.expanding.tasks import Kind, Task, tasks_of

__all__ = ["Dropped", "Expander", "Kind", "ProposalsError", "Proposer", "Run", "Task", "tasks_of"]
