"""Replies that state nothing of the plan: greetings, declining with a reason, help in distress."""

from __future__ import annotations

from bot.answer import Contacts, Outcome, Reason
from bot.draft import Draft, Piece, Statement

_GREETINGS = {
    "identity": "我是這份施政計畫的查詢服務，是自動程式，不是真人。您可以用平常的話問我計畫寫了什麼，每一句回答都附上出處。",
    "thanks": "不客氣。還想知道計畫的哪一部分，請直接問我。",
    "farewell": "再見，歡迎隨時回來查詢。",
    "praise": "謝謝您。還想知道計畫的哪一部分，請直接問我。",
    "acknowledgement": "好的。還想知道計畫的哪一部分，請直接問我。",
    "chatter": "謝謝您和我聊天。我能做的是查這份施政計畫，歡迎直接問我計畫寫了什麼。",
    "greeting": "您好！我可以回答這份施政計畫寫了什麼，例如就業協助、勞工保險、職業安全或退休金，請直接問我。",
}
_REASONS = {
    Reason.NOT_IN_PLAN: "這份施政計畫沒有寫到您問的內容，我不能自行補充。",
    Reason.OTHER_YEAR: "您問的是其他年度，而這裡只有{year}年度的施政計畫，無法據以回答。",
    Reason.OTHER_AGENCY: "您問的事屬於其他機關，不在這份施政計畫的範圍內。",
    Reason.PERSONAL_CASE: "這牽涉個人的具體情況，施政計畫沒有個案的判斷依據，需要由專人為您確認。",
    Reason.OPINION: "這是評價或看法，我只轉述施政計畫寫了什麼，不表示意見。",
    Reason.UNCLEAR: "我還不確定您想問的是什麼，請多說一點，例如對象是誰、想知道哪一方面。",
    Reason.UNSAFE: "這項要求我不能照做。我只依施政計畫的內容回答問題，歡迎直接問計畫寫了什麼。",
}
_ENGLISH = {
    Reason.UNCLEAR: "Please tell us a little more about what you would like to know.",
    Reason.OTHER_YEAR: "We only have the plan of the year {year}.",
}
_ENGLISH_DEFAULT = "The plan does not answer this."


def smalltalk(kind: str, suggestions: tuple[str, ...]) -> Draft:
    """Answer a greeting, thanks, or a question about the service itself."""
    return Draft((_say(_GREETINGS[kind]),), Outcome.SMALLTALK, suggestions=suggestions)


def decline(
    reason: Reason,
    contacts: Contacts,
    *,
    year: str,
    related: tuple[str, ...] = (),
    suggestions: tuple[str, ...] = (),
    english: bool = False,
    confidence: float = 0.9,
) -> Draft:
    """Say in one sentence why there is no answer, and where to turn."""
    statements = [_say(_REASONS[reason].format(year=year))]
    if reason not in {Reason.UNCLEAR, Reason.UNSAFE}:
        statements.append(_say(f"可以撥打 {contacts.line}，或到 {contacts.site} 查詢。"))
    if english:
        sentence = _ENGLISH.get(reason, _ENGLISH_DEFAULT).format(year=year)
        statements.append(_say(f" {sentence} Please call {contacts.line} or visit {contacts.site}."))
    return Draft(
        tuple(statements),
        Outcome.DECLINED,
        reason,
        related=related,
        suggestions=suggestions,
        confidence=confidence,
    )


def comfort(contacts: Contacts, *, english: bool = False) -> Draft:
    """Answer somebody in distress or danger: warm, short, with the crisis lines and nothing of the plan."""
    statements = [
        _say("謝謝您願意說出來，您現在的安全最重要，請不要一個人撐著。"),
        _say(f"請馬上聯絡能立刻幫忙的人：{'、'.join(contacts.crisis)}，這些電話二十四小時都有人接聽。"),
        _say("如果身邊有可以信任的人，也請現在就告訴他，請他陪著您。"),
    ]
    if english:
        statements.append(_say(f" You are not alone. Please call right now: {', '.join(contacts.crisis)}."))
    return Draft(tuple(statements), Outcome.DECLINED, Reason.UNSAFE)


def _say(text: str) -> Statement:
    return (Piece(text),)
