"""From a question to a cited answer."""

from bot.answer import Answer, Citation, Contacts, Message, Outcome, Pointer, Reason, Sentence
from bot.opening import open_pipeline
from bot.pipeline import Pipeline

__all__ = [
    "Answer",
    "Citation",
    "Contacts",
    "Message",
    "Outcome",
    "Pipeline",
    "Pointer",
    "Reason",
    "Sentence",
    "open_pipeline",
]
