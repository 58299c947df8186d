# `make eval` prints the table of held-out incidents; `make test` runs every check.

PYTHON ?= python3
JOBS ?= 2

BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help eval test check bench verify space clean

help:
	@echo 'make eval     evaluate every built-in overseer on the held-out incidents'
	@echo 'make test     format, lint, types, import contracts, tests (also: make check)'
	@echo 'make bench    measure decisions, briefings and resets per second, and served steps'
	@echo 'make verify   check the figures that results/ and docs/ publish'
	@echo 'make space    assemble build/space, the folder that `openenv push` takes'
	@echo 'make clean    remove .venv and every cache in this folder'
	@echo 'PYTHON=...    interpreter to make .venv with, 3.11 or newer (now: $(PYTHON))'

eval: $(READY)
	$(BIN)/sentinel evaluate --split heldout

test check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(JOBS) --dist loadgroup --benchmark-disable --doctest-modules src tests

bench: $(READY)
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/serving.py

verify: $(READY)
	$(BIN)/python benchmarks/verify.py

space: $(READY)
	$(BIN)/python scripts/space.py

$(READY): pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.exit(sys.version_info < (3, 11) and f"sentinel needs Python 3.11 or newer, $(PYTHON) is {v}: try make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -r requirements.txt
	$(BIN)/python -m pip install --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip check
	@touch $@

clean:
	rm -rf .venv build dist .hypothesis .benchmarks .mypy_cache .pytest_cache .ruff_cache .import_linter_cache src/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
