"""Chinese numerals as plans use them for ordinals, written and read: 一、十、二十三, up to 9,999."""

from __future__ import annotations

from functools import cache

MAX_NUMERAL = 9_999  # the largest `han_numeral` writes
DIGITS = "〇一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_VALUES = {char: value for value, char in enumerate(DIGITS)} | {"零": 0, "兩": 2, "两": 2}
_WEIGHTS = {unit: weight for weight, unit in _UNITS}
NUMERAL = r"(?:\d+|[〇零一二兩三四五六七八九十百千]+)"  # what `read_numeral` reads, as a regular expression


@cache
def han_numeral(number: int) -> str:
    """Return `number` (1 to 9,999) in Chinese numerals: 12 → 十二, 105 → 一百〇五.

    Raises:
        ValueError: the number is out of range.
    """
    if not 1 <= number <= MAX_NUMERAL:
        msg = f"{number} 不在 1 到 {MAX_NUMERAL} 之間"
        raise ValueError(msg)
    written, gap = "", False
    for value, unit in _UNITS:
        digit, number = divmod(number, value)
        if digit:
            written += (DIGITS[0] if gap and written else "") + DIGITS[digit] + unit
            gap = False
        else:
            gap = True
    if number:
        written += (DIGITS[0] if gap and written else "") + DIGITS[number]
    return written[1:] if written.startswith("一十") else written


def read_numeral(text: str) -> int | None:
    """Return the value of Arabic or Chinese numerals (12, 十二, 一百〇五, 一一一); None if it is neither."""
    if text.isascii() and text.isdigit():
        return int(text[:12])
    if not text or any(char not in _VALUES and char not in _WEIGHTS for char in text):
        return None
    if not any(char in _WEIGHTS for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in _WEIGHTS:
            total += (1 if digit is None else digit) * _WEIGHTS[char]
            digit = None
        else:
            digit = _VALUES[char]
    return total + (digit or 0)
