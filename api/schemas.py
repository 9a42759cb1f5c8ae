"""The bodies of requests and replies as HTTP shows them; `docs/contract.md` fixes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictBool

QUESTION = "我爸五十幾歲想再找工作，勞動部會幫什麼忙"
PASSAGE: dict[str, Any] = {"passage_id": "mol-111/1.1.1", "label": "壹、一、（一）", "url": "/plan#1.1.1"}

CLAIM: dict[str, Any] = {
    "sentence": "勞動基金監理會每月開會，審議基金的績效與預算。",
    "cites": ["mol-111/2.3.4.1"],
}


def example(**fields: JsonValue) -> ConfigDict:
    """Settings of a model that shows this example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class Turn(BaseModel):
    """One message of a conversation."""

    role: Literal["user", "assistant"] = Field(description="誰說的；助理的話只當作上下文，不當作依據。")
    content: str = Field(description="訊息文字。使用者 1 至 2,000 字，助理至多 20,000 字。")


class ChatRequest(BaseModel):
    """A conversation whose last message is the question."""

    model_config = example(messages=[{"role": "user", "content": QUESTION}], stream=False, explain=False)

    messages: Annotated[list[Turn], Field(description="依序的訊息，至多 40 則；最後一則是使用者的問題。")]
    stream: StrictBool = Field(False, description="true 時以 server-sent events 逐句回覆。")
    explain: StrictBool = Field(False, description="true 時另附理解、候選段落與檢查的說明。")


class CitationBody(BaseModel):
    """What mark `[n]` of an answer stands for."""

    model_config = example(n=1, quote="計畫裡的原文", **PASSAGE)

    n: int = Field(ge=1, description="標號。")
    passage_id: str
    label: str = Field(description="在計畫中的位置。")
    quote: str = Field(description="逐字的原文。")
    url: str = Field(description="開啟這一段的網頁。")


class PointerBody(BaseModel):
    """A place in the plan worth reading."""

    passage_id: str
    label: str
    url: str


class SentenceBody(BaseModel):
    """One sentence of a streamed answer with the citations that it is the first to bear."""

    text: str
    citations: list[CitationBody]


class ChatReply(BaseModel):
    """A whole reply."""

    model_config = example(
        id="5f0c…",
        answer="計畫說：「計畫裡的原文」[1]。",
        outcome="answered",
        reason=None,
        confidence=0.93,
        citations=[{"n": 1, "quote": "計畫裡的原文", **PASSAGE}],
        related=[PASSAGE],
        suggestions=["那青年呢？"],
        composer="extractive",
        usage=None,
        plan_year="111（2022）",
        index_version="3f9a0c2b7d11",
    )

    id: str
    answer: str = Field(description="純文字；[n] 對應 citations 的 n。")
    outcome: Literal["answered", "corrected", "declined", "smalltalk"]
    reason: (
        Literal[
            "not_in_plan",
            "other_year",
            "other_agency",
            "personal_case",
            "opinion",
            "unclear",
            "unsafe",
            "partial",
        ]
        | None
    )
    confidence: float = Field(ge=0, le=1)
    citations: list[CitationBody]
    related: list[PointerBody]
    suggestions: list[str]
    composer: str = Field(description="extractive、structure，或「供應者:模型」。")
    usage: dict[str, int] | None
    plan_year: str
    index_version: str
    explanation: dict[str, Any] | None = Field(None, description="只在 explain 為 true 時出現。")


class NodeBody(BaseModel):
    """A node of the plan; a leaf is a passage."""

    passage_id: str
    plan: str
    level: str
    label: str
    headings: list[str] = Field(description="由外而內的標題全文。")
    category: str | None
    mark: str | None
    text: str
    span: list[tuple[int, int]] = Field(description="在原始文字中的字元範圍（不含結尾）。")
    parent: str | None
    previous: str | None
    next: str | None
    children: list[str]


class HitBody(NodeBody):
    """A passage found."""

    score: float = Field(ge=0, le=1, description="這一段能回答的可能性；以編號、位置或標題查到的是 1。")


class SearchReply(BaseModel):
    """Passages by falling score, then id."""

    hits: list[HitBody]
    index_version: str


class Claim(BaseModel):
    """A sentence and the nodes it cites; also a line of the file that `planbot verify` reads."""

    sentence: str = Field(description="要查核的一句話，至多 2,000 字；句中的標號 [n] 不算。")
    cites: list[str] = Field(description="引用的段落編號；幾個一起算，上層節點代表它的標題和底下所有段落。")


class VerifyRequest(BaseModel):
    """Sentences to verify."""

    model_config = example(claims=[CLAIM])

    claims: Annotated[list[Claim], Field(description="要查核的句子，1 至 100 句。")]


class VerdictBody(BaseModel):
    """Whether a sentence is borne by what it cites."""

    supported: bool = Field(description="score 達到 threshold 就是 true。")
    score: float = Field(ge=0, le=1, description="愈高愈確定有依據。")
    reasons: list[str] = Field(description="沒有依據的理由；有依據時是空的。")


class VerifyReply(BaseModel):
    """Verdicts, one for each claim in order."""

    model_config = example(
        verdicts=[{"supported": True, "score": 0.8819, "reasons": []}],
        threshold=0.7854,
        index_version="3f9a0c2b7d11",
    )

    verdicts: list[VerdictBody] = Field(description="一句一個，依請求的順序。")
    threshold: float = Field(ge=0, le=1, description="有依據所需的分數。")
    index_version: str


class PlanHead(BaseModel):
    """What a plan is."""

    plan_id: str
    title: str
    publisher: str
    year_roc: int
    year: int
    year_label: str
    counts: dict[str, Any]


class PlanList(BaseModel):
    """The plans that questions can be asked about."""

    plans: list[PlanHead]


class PlanTree(PlanHead):
    """A plan with all its nodes in reading order."""

    nodes: list[NodeBody]


class SuggestionList(BaseModel):
    """Questions to start with."""

    model_config = example(suggestions=[QUESTION])

    suggestions: list[str]


class Health(BaseModel):
    """Whether the process is alive, or ready."""

    status: Literal["ok", "ready"]
    index_version: str | None = None


class FieldError(BaseModel):
    """What is wrong with one field, and what to do."""

    field: str
    detail: str


class ProblemBody(BaseModel):
    """RFC 9457 problem details."""

    model_config = example(
        type="/problems/invalid-request",
        title="請求內容不符合規定",
        status=422,
        detail="messages.0.role：應為 'user' 或 'assistant'。",
        errors=[{"field": "messages.0.role", "detail": "應為 'user' 或 'assistant'。"}],
    )

    type: str = Field(description="穩定的識別，程式可據以判斷。")
    title: str
    status: int
    detail: str
    errors: list[FieldError]
