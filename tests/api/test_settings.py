"""Settings: where they come from, what is refused, and that each is documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.errors import SettingsError
from api.settings import PREFIX, ROOT, Settings, default_home, read_settings
from bot.answer import Contacts

DOCS = ROOT / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start in an empty folder without any setting of the tester's own."""
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(PREFIX + field.upper(), raising=False)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_documented_with_its_default(field: str) -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(f"| `{PREFIX}{field.upper()}` |")]
    default = Settings.model_fields[field].default
    if isinstance(default, str | int):
        assert f"| `{default}` |" in line


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_has_a_description_in_chinese(field: str) -> None:
    assert (Settings.model_fields[field].description or "").endswith("。")


def test_every_documented_setting_exists() -> None:
    names = [
        line.split("`")[1] for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    assert names == [PREFIX + field.upper() for field in Settings.model_fields]


def test_environment_goes_before_the_dotenv_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PLANBOT_PORT=7001\nPLANBOT_MAX_K=7\nOPENAI_API_KEY=x\n", encoding="utf-8")
    monkeypatch.setenv("PLANBOT_PORT", "7002")
    settings = read_settings()
    assert (settings.port, settings.max_k) == (7002, 7)


def test_command_line_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANBOT_PORT", "7002")
    assert read_settings(port=7003, host=None).port == 7003


def test_empty_value_is_as_if_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANBOT_LLM", "")
    assert read_settings().llm is None


def test_unknown_name_is_refused_with_the_likely_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANBOT_PROT", "1")
    with pytest.raises(SettingsError, match=r"PLANBOT_PROT .*PLANBOT_PORT"):
        read_settings()


def test_unknown_name_in_the_dotenv_file_is_refused() -> None:
    Path(".env").write_text("PLANBOT_COLOUR=red\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="PLANBOT_COLOUR"):
        read_settings()


def test_dotenv_file_that_is_not_text_is_refused() -> None:
    Path(".env").write_bytes(b"PLANBOT_PORT=\xff\xfe\n")
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings()


def test_names_of_the_tests_are_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANBOT_TEST_URL", "http://127.0.0.1:1")
    read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "65536"),
        ("MAX_K", "0"),
        ("LLM", "gpt-4o"),
        ("LLM_BASE_URL", "localhost"),
        ("LLM_TIMEOUT_S", "0"),
        ("LLM_TIMEOUT_S", "nan"),
        ("CRISIS_LINES", "、"),
    ],
)
def test_bad_value_is_refused_with_name_and_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=f"PLANBOT_{name} .*docs/settings.md"):
        read_settings()


def test_key_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANBOT_LLM_API_KEY", "sk-secret")
    settings = read_settings()
    assert "sk-secret" not in f"{settings!r} {settings.model_dump_json()}"


def test_contacts_are_by_default_those_of_the_conversation() -> None:
    settings = read_settings()
    assert Contacts(settings.contact_line, settings.contact_site, settings.crisis_lines) == Contacts()


def test_lists_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANBOT_CRISIS_LINES", "1925 安心專線、 1995,110")
    monkeypatch.setenv("PLANBOT_SUGGESTIONS", "有哪些目標？| 有保險嗎？")
    settings = read_settings()
    assert settings.crisis_lines == ("1925 安心專線", "1995", "110")
    assert settings.suggestions == ("有哪些目標？", "有保險嗎？")


def test_home_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLANBOT_HOME", "files")
    assert read_settings().home == tmp_path / "files"


def test_home_is_in_the_checkout_and_else_in_the_users_data_folder(tmp_path: Path) -> None:
    assert default_home(tmp_path) != tmp_path / "var"
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "corpus").mkdir()
    assert default_home(tmp_path) == tmp_path / "var"
