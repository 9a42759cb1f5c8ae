"""What can be asked: a pipeline in process, our API, an OpenAI-compatible model, a file of answers."""

from evals.responders.base import Asker, ConversationAsker, Exchange, Hit, Responder, Searcher

__all__ = ["Asker", "ConversationAsker", "Exchange", "Hit", "Responder", "Searcher"]
