"""What serving loads stays light: neither LangChain nor torch comes with the index package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import index

ROOT = Path(__file__).parents[2]


def test_importing_the_package_loads_neither_langchain_nor_torch() -> None:
    heavy = "{'langchain_core', 'torch', 'sentence_transformers', 'transformers', 'datasets'}"
    code = f"import sys, index; print(sorted({heavy} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_exported_names_are_there_in_order() -> None:
    assert sorted(index.__all__) == index.__all__
    assert all(hasattr(index, name) for name in index.__all__)
