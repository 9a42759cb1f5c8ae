"""Messages that ask nothing of the plan: greetings, distress, attacks; and the question that may be left in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.boundaries import asks
from bot.cues import cues
from bot.remainder import pairs
from bot.routing import Route, routes, steers
from corpus.text import compact
from index.script import normalise
from index.segmentation import runs

# What stands in quotation marks is one piece.
_CLAUSE = re.compile(r"(?:「[^」]*」|[^,。?!;\n:.]|\.(?!['\"]?\s))+(?:[,。?!;\n:]|\.(?=['\"]?\s))*")
_SENTENCE = re.compile(r"[^。?!;\n]+[。?!;\n]*")
_PLAN = re.compile("計[畫劃]")  # what both a text brought along and a question may be about
_POINTS_BACK = re.compile(
    r"以上|上述|上面|這(?=[個條段句筆項點三一二兩幾](?!計[畫劃]))|該[條段項點]|(?:as|the) above|\bthis\b"
)
_STREWN = re.compile(r"[a-z]+(?: [a-z]+)+")
_KINDS = ("identity", "thanks", "farewell", "praise", "chatter", "greeting", "acknowledgement")
_LEFT = 1  # characters that may be left of a mere pleasantry
_LEFT_OF_CHATTER = 6  # the same of one that can be about anything
_QUOTES = str.maketrans("“”『』", "「」「」")
_REPEATED = re.compile(r"([^\d.]{2,12}?)\1{2,}")
_STEERS = 0.85  # likelihood from which on a clause is taken out
_SURELY_STEERS = 0.95  # the same from which on one that stands alone has to prove itself
_CHANTED = 4  # times a word stands in a message that is nothing else
_HARMS = 0.4  # likelihood of an attack from which on a clause that asks is one
_SHORTEST = 4  # characters that a question inside an attack must have


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A message without what tries to steer the service.

    Attributes:
        question: what is left to answer; empty if nothing is.
        attacked: whether anything was taken out.
        forged: whether it claims that the plan holds a text that the message brings along.
        spared: the same with the clauses that only the classifier takes for steering; empty if there are none.
        instructed: whether a rule says that the message tries to steer, too.
    """

    question: str
    attacked: bool = False
    forged: bool = False
    spared: str = ""
    instructed: bool = False


def in_distress(text: str) -> bool:
    """Whether somebody speaks of harming themselves or others, or of being in danger."""
    form = cues("safety")
    said = form["harmless"].sub(" ", normalise(text))
    return bool(form["self_harm"].search(said) or form["danger"].search(said))


def smalltalk_kind(text: str) -> str | None:
    """What kind of pleasantry a message is, if it is nothing else."""
    form = cues("manners")
    said = re.sub(r"[^\w\s]+", " ", normalise(text)).strip()
    kinds = [kind for kind in _KINDS if form[kind].search(said)]
    if not kinds:
        return None
    rest = said
    for kind in _KINDS:
        if kind != "acknowledgement" or kind in kinds:
            rest = _whole(form[kind], rest) if kind == "acknowledgement" else form[kind].sub(" ", rest)
    rest = compact(form["filler"].sub("", rest))
    strong = {"identity", "chatter"} & set(kinds)
    return kinds[0] if len(rest) <= (_LEFT_OF_CHATTER if strong else _LEFT) else None


def _whole(pattern: re.Pattern[str], text: str) -> str:
    """Take out words of a pattern that stand alone, not those inside others (好 in 好處)."""
    return " ".join(word for word in text.split() if not pattern.fullmatch(word))


def clean(text: str) -> Cleaned:
    """Take out markup, feigned roles and instructions to the service; what is left is the question."""
    form = cues("attacks")
    said = _REPEATED.sub(r"\1", normalise(text).translate(_QUOTES))
    plain = form["roles"].sub("\n", form["markup"].sub(" ", said))
    forged = bool(form["forgery"].search(plain))
    if forged and (question := _apart(plain)):
        return Cleaned(question, attacked=True)
    clauses = clauses_of(plain)
    spared = [harmless for clause in clauses if (harmless := _without_instructions(clause))]
    instructed, kept = spared != clauses or plain != said, spared
    # Of a single clause nothing would be left, and a text brought along is held against the plan: as a whole, both.
    if len(clauses) > 1 and not forged:
        kept = [clause for clause in spared if _is_harmless(clause)]
    question, whole = _joined(kept), _joined(spared) if kept != spared else ""
    # A single clause stays, but has to find something that fits it.
    alone = len(clauses) == 1 and steers(plain) >= _SURELY_STEERS and not _is_harmless(plain)
    attacked = instructed or bool(whole) or alone or _is_chanted(text, said)
    left = question if len(compact(question)) >= _SHORTEST or not attacked else ""
    return Cleaned(left, attacked, forged, whole, instructed)


def _is_chanted(text: str, said: str) -> bool:
    """Whether a message is hardly more than one word over and over."""
    return len(compact(said)) < _SHORTEST and len(compact(normalise(text))) >= _CHANTED * len(compact(said))


def clauses_of(text: str) -> list[str]:
    """The clauses of a normalised text, each with the punctuation behind it; a quotation is part of one."""
    return _CLAUSE.findall(text)


def _joined(clauses: Iterable[str]) -> str:
    return "".join(clauses).strip(" ,。;:\n-")


def _apart(text: str) -> str:
    """The sentences that ask for something else than a text brought along speaks of; empty if none does."""
    form = cues("attacks")
    sentences = _SENTENCE.findall(text)
    asking = [one for one in sentences if asks(one) and not form["forgery"].search(one)]
    asked, told = "".join(asking), "".join(one for one in sentences if one not in asking)
    linked = _POINTS_BACK.search(asked) or pairs(_PLAN.sub(" ", told)) & pairs(_PLAN.sub(" ", asked))
    return "" if linked else asked.strip()


def _without_instructions(clause: str) -> str:
    """The clause; without the Latin words strewn into a question in Han if those instruct; empty if it instructs anyhow."""
    instructs = cues("attacks")["instructions"]
    if not instructs.search(clause) or looks_up(clause):
        return clause
    left = _STREWN.sub("", clause)
    return left if left != clause and asks(left) and not instructs.search(left) else ""


def looks_up(clause: str) -> bool:
    """Whether a clause names a word that is to be looked up in the plan: 「內容裡出現「某某」的」."""
    return bool(cues("attacks")["looks_up"].search(clause))


def _is_harmless(clause: str) -> bool:
    """Whether a clause asks, looks a word up, tells only how to put the answer, or does not look like steering."""
    plain = looks_up(clause) or bool(cues("attacks")["format"].match(clause))
    return plain or steers(clause) < _STEERS or _is_question(clause)


def _is_question(clause: str) -> bool:
    """Whether a clause asks for something harmless, however it stands among others that steer."""
    return asks(clause) and routes(clause)[Route.UNSAFE] < _HARMS


def is_empty(text: str) -> bool:
    """Whether a message holds no word at all."""
    return not runs(text)
