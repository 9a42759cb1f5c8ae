"""Following a conversation: what a turn means after the turns before it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.around import around, branch_meant
from bot.asking import levels_in
from bot.cues import cues
from bot.dependence import dependence
from bot.dialogue import FollowUp, Link, Turn
from bot.places import counted, relative_place
from bot.recourse import recourse
from bot.remainder import extent, pairs, residue
from bot.replacing import replaced
from bot.search import Finder
from corpus import Level, Node, Plan
from corpus.numerals import read_numeral
from index.script import normalise

_DEPENDS = 0.5  # likelihood from which a turn with words of its own is read in the light of an earlier one
_LEFT = 1  # characters that may be left of a turn that says nothing of its own
_FEW = 4  # characters of a turn that asks with hardly more than a question word
_SCANT = 2  # characters besides question words that cannot be a topic of their own
_SHORTEST = 3  # characters of a question that is left when the words that change the topic are taken away
_LONGEST = 80  # characters of an earlier question that are read with a later one


def follow_up(text: str, history: Sequence[Turn], finder: Finder) -> FollowUp:
    """Read a turn after those before it.

    Args:
        text: the user's last message.
        history: earlier user turns with what they were about, oldest first.
        finder: scores the turn by itself and after an earlier one, to see whether it stands alone.
    """
    heard = [turn for turn in history if turn.about]
    if not heard:
        return FollowUp()
    turn, said = turn_meant(text, heard)
    link = read_turn(said, turn, history, finder)
    if link.settled or link.part or link.own is None or link.joint is None:
        return link
    scant = extent(residue(cues("dialogue")["asking_word"].sub(" ", link.question))) <= _SCANT
    if scant or dependence(said, link.question, turn, (link.own, link.joint), finder) >= _DEPENDS:
        return link
    return FollowUp(question=link.question, denied=link.denied, own=link.own)


def read_turn(said: str, turn: Turn, history: Sequence[Turn], finder: Finder) -> FollowUp:
    """Read a turn as one that hangs on `turn`: by what it names, or else as an ellipsis."""
    plan = finder.plan
    if not said.strip(" ,。"):
        return FollowUp(question=turn.question)  # it only goes back to an earlier question
    settled = (
        recourse(said, turn)
        or replaced(said, turn, plan)
        or around(said, turn, finder)
        or _where(said, turn, plan)
    )
    settled = settled or _name(said, turn, plan) or _place(said, turn, plan) or _repeat(said, turn)
    settled = settled or _of_it(said, turn, plan)
    return settled or _more(said, turn, history, plan) or _content(said, turn, history, finder)


def turn_meant(text: str, heard: Sequence[Turn]) -> tuple[Turn, str]:
    """The earlier turn that a turn points at, and the normalised turn without the words that number it."""
    said = normalise(text).strip(" ?。!~\n")
    number = cues("dialogue")["question_number"].search(said)
    if number and len(heard) > 1:
        rest = said.replace(number[0], " ", 1).strip()
        if number["before"] or number["two_before"]:
            return heard[-2], rest
        place = 1 if number["opening"] else read_numeral(number["n"] or number["nth"] or number["back"]) or 1
        return heard[min(place, len(heard)) - 1], rest
    shared = [len(pairs(said) & pairs(turn.text)) for turn in heard]
    return heard[max(range(len(heard)), key=lambda at: (shared[at], at))], said


def leaves_out(link: FollowUp) -> bool:
    """Whether a turn of very few words asks for something of an earlier one (「要多快」), and nothing of the service."""
    form = cues("dialogue")
    said = link.question
    few = link.link is Link.ELLIPSIS and extent(said) <= _FEW
    asks = form["bare_question"].search(said) and not form["addressed"].search(said)
    return bool(asks and (few or (link.link is Link.ELLIPSIS and form["more"].search(said))))


def context_question(question: str, link: FollowUp) -> str:
    """What a turn means by itself, in words: with what it left out, or the text of the place it named."""
    if link.nodes:
        return link.nodes[0].text
    if link.link is Link.ELLIPSIS and link.turn:
        return _behind(link.turn, question)
    return question


def _behind(turn: Turn, question: str) -> str:
    return f"{turn.question[-_LONGEST:]} {question}"


def _place(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    place = relative_place(said, turn, plan)
    return FollowUp(Link.PLACE, turn, place.nodes, place.missing) if place else None


def _name(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """What the goal, work plan or item is called that the turn names by its position."""
    form = cues("dialogue")
    rest = form["called"].sub(" ", said)
    place = relative_place(rest, turn, plan) if rest != said else None
    if place is None or not (place.nodes or turn.listed) or any(node.is_leaf for node in place.nodes):
        return None
    return FollowUp(Link.NAME, turn, place.nodes, place.missing)


def _of_it(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """What lies below the inner node that a turn points at (「它有哪些項目」), as a question of its own."""
    match = cues("dialogue")["it"].search(said)
    if match is None:
        return None
    kinds = [level for _, level in levels_in(match["kind"] or "")]
    way = (turn.main, *reversed(plan.ancestors(turn.main)))
    meant = [node for node in way if node.level in kinds] if kinds else list(turn.focus[:2])
    if len(meant) != 1 or meant[0].is_leaf:
        return None
    return FollowUp(question=f"「{meant[0].text}」{match['rest']}")


def _where(said: str, turn: Turn, plan: Plan) -> FollowUp | None:
    """Where the thing told stands, or the one that the turn names by its position."""
    form = cues("dialogue")
    if form["which_of_two"].search(said):
        return FollowUp(Link.WHERE, turn, turn.focus or turn.about[:1])
    if not form["where"].search(said):
        return None
    bare = form["where_idle"].sub(" ", form["where"].sub(" ", said))
    if extent(residue(bare)) <= _LEFT:
        return FollowUp(Link.WHERE, turn, turn.focus or turn.about[:1])
    place = relative_place(bare, turn, plan)
    return FollowUp(Link.WHERE, turn, place.nodes, place.missing) if place else None


def _repeat(said: str, turn: Turn) -> FollowUp | None:
    again, every = cues("dialogue")["repeat"], cues("dialogue")["all_of_them"]
    counted_too = every.search(said)
    if counted_too and read_numeral(counted_too["n"]) == len(turn.focus):
        said = every.sub("再說一次", said)
    if cues("dialogue")["same_point"].search(said):
        said = "再說一次"
    if again.search(said) and not residue(again.sub(" ", said)):
        return FollowUp(Link.REPEAT, turn, turn.focus or turn.about[:1])
    return None


def _more(said: str, turn: Turn, history: Sequence[Turn], plan: Plan) -> FollowUp | None:
    """What was not told yet of the item, goal or work plan; when all of it was, what stands behind it."""
    form = cues("dialogue")
    match = form["more"].search(said)
    if match is None or not turn.focus:
        return None
    left = residue(form["more_generic"].sub("", said.replace(match[0], "", 1)))
    if extent(left) > _LEFT and not pairs(left) <= pairs(turn.text):
        return None  # more of something else
    told = {node for earlier in history for node in earlier.focus}
    above = plan.nodes.get(turn.main.parent or "") if turn.main.is_leaf else turn.scope
    among = plan.children(above) if above else counted(turn, plan)
    rest = tuple(node for node in among if node not in told)
    if not rest and among and (behind := among[-1].next):
        rest = (plan.nodes[behind],)
    return FollowUp(Link.MORE, turn, rest) if rest else None


def _content(said: str, turn: Turn, history: Sequence[Turn], finder: Finder) -> FollowUp:
    """A turn with words of its own, looked up by itself and behind the earlier question."""
    form = cues("dialogue")
    denied = form["denied"].search(said)
    question = _without_lead(said.replace(denied[0], " ") if denied else said)
    branch, topic = _branch(said, question, turn, finder)
    if branch:
        question = topic if extent(topic) > _SCANT else f"{turn.question} {topic}".rstrip()
    part = branch or _part(said, finder.plan)
    if part and not extent(residue(form["first_part"].sub(" ", form["second_part"].sub(" ", question)))):
        question = turn.question  # it names but the part in which it asks for the same
    others = form["more"].search(said) and form["more_other"].search(said)
    told = (node for earlier in history for node in earlier.focus) if others else ()
    return FollowUp(
        Link.ELLIPSIS,
        turn,
        question=question,
        denied=(denied["what"] or denied["unwanted"]) if denied else "",
        part=part,
        told=tuple(dict.fromkeys(told)),
        own=finder.scores(question),
        joint=finder.scores(_behind(turn, question)),
    )


def _branch(said: str, question: str, turn: Turn, finder: Finder) -> tuple[Node | None, str]:
    """The goal, work plan or item whose passage is meant instead of the one told (「我要的是某某業務那條」), and on what."""
    form = cues("dialogue")
    meant = next(reversed(list(form["other_branch"].finditer(question))), None)
    if meant is None or not (form["correction"].search(said) or form["denied"].search(said)):
        return None, ""
    phrase = meant["branch"] or meant["short"]
    branch = branch_meant(phrase, finder) if extent(phrase) >= _SHORTEST else None
    if branch is None or all(branch in finder.plan.ancestors(node) for node in turn.about):
        return None, ""
    return branch, meant["topic"] or ""


def _without_lead(said: str) -> str:
    """A turn without a short opening that only announces another topic (「換個話題，」) or that another one was meant."""
    form = cues("dialogue")
    rest = form["correcting"].sub("", form["lead"].sub("", said)).strip(" ,。")
    return rest if extent(rest) >= _SHORTEST else said


def _part(said: str, plan: Plan) -> Node | None:
    """The only part of the plan that a turn asks about, known by what stands in it: goals or work plans."""
    form = cues("dialogue")
    for cue, level in (("first_part", Level.GOAL), ("second_part", Level.WORK_PLAN)):
        nodes = plan.of_level(level)
        if nodes and nodes[0].parent and form[cue].search(said):
            return plan.nodes[nodes[0].parent]
    return None
