# Everything starts here. `make serve` and `make test` work on a fresh machine and from any half-done state.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PINS := constraints.txt
STAMP = $(VENV)/$(1)-$(shell cat pyproject.toml $(PINS) | sha256sum | cut -c1-12)
DATA ?= data

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-test serve test lint types browser eval bench rivals train wheel clean

help: ## say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

serve: setup ## set up, build the index, serve page and API on http://127.0.0.1:8000
	@echo "== serving on http://127.0.0.1:$(PORT) (Ctrl-C stops)"
	@exec $(BIN)/planbot serve --port $(PORT)

test: setup-test ## set up, pass the tests
	@echo "== tests"
	@$(BIN)/python -m pytest $(ARGS)

setup: $(call STAMP,core) ## install what serving needs (no torch)

setup-test: $(call STAMP,test) ## install what tests and training need as well

$(call STAMP,core):
	@echo "== setting up $(VENV): what serving needs"
	@$(BIN)/python -c '' 2>/dev/null || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --constraint $(PINS) --editable .
	@rm -f $(VENV)/core-* && touch $@

$(call STAMP,test): $(call STAMP,core)
	@echo "== setting up $(VENV): what tests need (PyTorch for CPU among it)"
	@$(BIN)/python -m pip install --quiet --constraint $(PINS) torch
	@$(BIN)/python -m pip install --quiet --constraint $(PINS) --editable '.[models,evals,dev]'
	@rm -f $(VENV)/test-* && touch $@

lint: setup-test ## check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup-test ## check types
	@$(BIN)/mypy

browser: setup-test ## drive the pages in a real browser (needs chromium and chromium-driver)
	@$(BIN)/python -m pytest -m browser tests/browser $(ARGS)

eval: setup-test ## score the development set
	@$(BIN)/planbot eval evals/sets/dev.jsonl $(ARGS)

bench: setup-test ## print the figures of the README
	@$(BIN)/python -m evals.bench $(ARGS)

rivals: setup-test ## score us beside what users would otherwise write, into docs/rivals.md
	@$(BIN)/python -m pip install --quiet --constraint $(PINS) --editable '.[rivals]'
	@$(BIN)/planbot eval rivals evals/sets/dev.jsonl --table docs/rivals.md $(ARGS)

train: setup-test ## train the shipped models again (DATA=folder with the texts named in docs/model.md)
	@$(BIN)/planbot train --data $(DATA) $(ARGS)

wheel: setup-test ## build the package
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean: ## remove everything that was made here
	@rm -rf $(VENV) var dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
