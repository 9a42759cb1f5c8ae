"""Pydantic's complaints in the words of our readers; used for settings, requests and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

UNKNOWN = "內容不符合規定，請對照說明修正。"
_NUMBER = "應為整數。"
_OBJECT = "應為 JSON 物件。"
_SWITCH = "應為 true 或 false。"

WORDS: Mapping[str, str] = {
    "bool_parsing": _SWITCH,
    "bool_type": _SWITCH,
    "dict_type": _OBJECT,
    "finite_number": "應為有限的數字。",
    "float_parsing": "應為數字。",
    "greater_than": "應大於 {gt}。",
    "greater_than_equal": "應為 {ge} 以上。",
    "int_from_float": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": "數字太大，應為一般大小的整數。",
    "int_type": _NUMBER,
    "json_invalid": "不是有效的 JSON，請檢查引號、括號與逗號。",
    "less_than_equal": "應為 {le} 以下。",
    "list_type": "應為陣列。",
    "literal_error": "應為 {expected}。",
    "missing": "缺少這個欄位，請補上。",
    "model_attributes_type": _OBJECT,
    "model_type": _OBJECT,
    "string_pattern_mismatch": "格式不對，應符合 {pattern}。",
    "string_too_long": "最多 {max_length} 字，請縮短。",
    "string_too_short": "最少 {min_length} 字。",
    "string_type": "應為文字。",
    "string_unicode": "含有無法表示的字元（不成對的代理字元），請移除。",
    "too_short": "至少要有 {min_length} 個。",
    "value_error": "{error}",
}
"""By pydantic's error type; braces are filled from the error's context."""


def complaint(error: Mapping[str, Any]) -> str:
    """Return one pydantic error in Traditional Chinese."""
    words = WORDS.get(error["type"], UNKNOWN)
    known = {name: _shown(value) for name, value in error.get("ctx", {}).items()}
    return words.format_map(known)


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value:,}" if isinstance(value, int) else str(value).replace(" or ", " 或 ").replace(", ", "、")
