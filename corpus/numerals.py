"""Chinese numerals as plans use them for ordinals: 一、十、二十三, up to 9,999."""

from __future__ import annotations

DIGITS = "〇一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


def han_numeral(number: int) -> str:
    """Return `number` (1 to 9,999) in Chinese numerals: 12 → 十二, 105 → 一百〇五.

    Raises:
        ValueError: the number is out of range.
    """
    if not 1 <= number <= 9999:
        msg = f"{number} 不在 1 到 9999 之間"
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
