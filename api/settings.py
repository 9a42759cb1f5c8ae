"""All settings of the program in one class, read once at start from the environment and a `.env` file."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.errors import SettingsError
from api.wording import complaint

PREFIX = "PLANBOT_"
RESERVED = "PLANBOT_TEST_"  # read by the tests, never by the program
DOTENV = ".env"
ROOT = Path(__file__).parent.parent

Many = Annotated[tuple[str, ...], NoDecode]


def default_home(root: Path = ROOT) -> Path:
    """`var/` in a checkout, the user's data folder where the project is installed as a package."""
    if (root / "pyproject.toml").is_file() and (root / "corpus").is_dir():
        return root / "var"
    return Path(platformdirs.user_data_dir("planbot", appauthor=False))


class Settings(BaseSettings):
    """What can be chosen without changing code; `docs/settings.md` lists the same."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        dotenv_filtering="match_prefix",
        extra="forbid",
        frozen=True,
    )

    home: Path = Field(default_factory=default_home, description="存放索引等檔案的資料夾。")
    plan: str = Field("mol-111", min_length=1, description="要回答的計畫：隨附計畫的編號，或計畫資料夾。")
    encoder: str | None = Field(None, description="嵌入模型的名稱或資料夾；未設定時用隨附的模型。")
    reranker: str | None = Field(
        None, description="把前幾名段落重新評分的 CrossEncoder 模型，名稱或資料夾；未設定時不重新評分。"
    )
    entailment: str | None = Field(
        None,
        description="查核句子時一併判斷的自然語言推論 CrossEncoder 模型，名稱或資料夾；未設定時只用隨附的判斷。",
    )
    llm: str | None = Field(
        None,
        pattern=r"^[a-z0-9_]+:\S+$",
        description="改用語言模型作答，寫法是「供應者:模型」，例如 openai:gpt-4o-mini；未設定時用內建作答。",
    )
    llm_base_url: str | None = Field(
        None,
        pattern=r"^https?://\S+$",
        description="與 OpenAI 相容之服務的網址，例如 http://127.0.0.1:11434/v1。",
    )
    llm_api_key: SecretStr | None = Field(None, description="語言模型服務的金鑰；不會出現在紀錄裡。")
    llm_timeout_s: float = Field(30, gt=0, le=600, description="等候語言模型的秒數，逾時改用內建作答。")
    host: str = Field("127.0.0.1", min_length=1, description="服務監聽的位址；0.0.0.0 表示所有網路介面。")
    port: int = Field(8000, ge=0, le=65535, description="服務監聽的埠號；0 表示任一可用的埠。")
    max_user_chars: int = Field(
        2_000, ge=1, le=100_000, description="使用者一則訊息、一次查詢或一句要查核的話的字數上限。"
    )
    max_assistant_chars: int = Field(20_000, ge=1, le=1_000_000, description="助理一則訊息的字數上限。")
    max_messages: int = Field(40, ge=1, le=1_000, description="一次對話請求的訊息則數上限。")
    max_claims: int = Field(100, ge=1, le=1_000, description="一次查核可送的句數上限。")
    max_body_bytes: int = Field(5_000_000, ge=1_000, le=100_000_000, description="請求內容的位元組數上限。")
    max_k: int = Field(100, ge=1, le=1_000, description="一次搜尋可要求的段落數上限。")
    contact_line: str = Field("1955", min_length=1, description="計畫沒有寫、需要人協助時請民眾撥打的專線。")
    contact_site: str = Field("www.mol.gov.tw", min_length=1, description="查詢現行規定的網站。")
    crisis_lines: Many = Field(
        ("1925 安心專線", "1995 生命線", "110 報警", "119 救護"),
        min_length=1,
        description="有人求救時告知的電話，以頓號或逗號分隔。",
    )
    suggestions: Many | None = Field(
        None, description="開始畫面的範例問題，以 | 分隔；未設定時用計畫隨附的，或由計畫的目標產生。"
    )

    @field_validator("home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("crisis_lines", mode="before")
    @classmethod
    def _split_lines(cls, value: object) -> object:
        return _split(value.replace("、", ",").replace("，", ","), ",") if isinstance(value, str) else value

    @field_validator("suggestions", mode="before")
    @classmethod
    def _split_questions(cls, value: object) -> object:
        return _split(value, "|") if isinstance(value, str) else value


def read_settings(**given: object) -> Settings:
    """Read the settings: `given` (None is absent), else the environment, else `.env`, else the default.

    Raises:
        SettingsError: a name is unknown or a value out of bounds; names it and says what was expected.
    """
    for name in _names_set():
        _require_known(name)
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise SettingsError(_told(error)) from error


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _names_set() -> Iterator[str]:
    """Every name with our prefix in the environment and in `.env`."""
    try:
        names = [*os.environ, *dotenv_values(DOTENV, encoding="utf-8")]
    except (OSError, UnicodeDecodeError) as error:
        msg = f"無法讀取 {Path(DOTENV).absolute()}：{error}。請把它存成 UTF-8 純文字檔。"
        raise SettingsError(msg) from error
    return (name.upper() for name in names if name.upper().startswith(PREFIX))


def _require_known(name: str) -> None:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    if name in known or name.startswith(RESERVED):
        return
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"是不是 {near[0]}？" if near else "請對照 docs/settings.md。"
    msg = f"沒有 {name} 這個設定，{meant}請更正或移除它（環境變數或 {DOTENV}）。"
    raise SettingsError(msg)


def _told(error: ValidationError) -> str:
    return (
        "".join(_told_of(dict(one)) for one in error.errors(include_url=False)) + "說明在 docs/settings.md。"
    )


def _told_of(error: dict[str, Any]) -> str:
    name = str(error["loc"][0])
    field = Settings.model_fields.get(name)
    secret = field is not None and "SecretStr" in str(field.annotation)
    given = "" if secret else f"的值是「{str(error['input'])[:80]}」"
    about = field.description if field else None
    return f"{PREFIX}{name.upper()} {given}：{complaint(error)}{about or ''}"
