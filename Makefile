# `make eval` prints the table of held-out incidents; `make test` runs every check.

PYTHON ?= python3
JOBS ?= 2

BIN := .venv/bin
READY := .venv/.ready
TRAIN := .venv/.train
TORCH ?= torch==2.13.0

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help eval results test check bench verify space deck docs verifiers clean

help:
	@echo 'make eval     evaluate every built-in overseer on the held-out incidents'
	@echo 'make results  evaluate every split under every preview into results/, and publish them'
	@echo 'make test     format, lint, types, import contracts, tests (also: make check)'
	@echo 'make bench    measure decisions, briefings and resets per second, and served steps'
	@echo 'make verify   check the figures that results/ and docs/ publish'
	@echo 'make space    assemble build/space, the folder that `openenv push` takes'
	@echo 'make docs     build the site of docs/ in build/docs; a warning is an error'
	@echo 'make deck     make deck/slides.md from results/, and deck/slides.pdf where Chromium is'
	@echo 'make verifiers   install the taskset for verifiers in .venv-verifiers, and check what it pays'
	@echo 'make clean    remove .venv and every cache in this folder'
	@echo 'PYTHON=...    interpreter to make .venv with, 3.11 or newer (now: $(PYTHON))'
	@echo 'TORCH=...     what pip installs for torch (now: $(TORCH))'

eval: $(READY)
	$(BIN)/sentinel evaluate --split heldout --overseer built-in --overseer trained --overseer gate

results: $(READY)
	$(BIN)/python scripts/results.py
	$(BIN)/python scripts/publish.py

test check: $(TRAIN)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(JOBS) --dist loadgroup --no-loadscope-reorder --benchmark-disable --doctest-modules src tests

bench: $(READY)
	$(BIN)/python benchmarks/throughput.py
	$(BIN)/python benchmarks/serving.py

verify: $(TRAIN)
	$(BIN)/python benchmarks/verify.py

space: $(READY)
	$(BIN)/python scripts/space.py

docs: $(READY)
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs

deck: $(READY)
	$(BIN)/python scripts/deck.py --pdf

verifiers:
	test -d .venv-verifiers || $(PYTHON) -m venv .venv-verifiers
	.venv-verifiers/bin/python -m pip install -r verifiers/requirements.txt
	.venv-verifiers/bin/python -m pip install --no-deps --no-build-isolation -e . -e verifiers
	.venv-verifiers/bin/python verifiers/check.py

$(READY): pyproject.toml requirements.txt
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.exit(sys.version_info < (3, 11) and f"sentinel needs Python 3.11 or newer, $(PYTHON) is {v}: try make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -r requirements.txt
	$(BIN)/python -m pip install --no-deps --no-build-isolation -e .
	$(BIN)/python -m pip check
	@touch $@

# Torch comes first and alone: what is installed after it takes the build it finds.
$(TRAIN): $(READY) requirements-train.txt
	$(BIN)/python -m pip install $(TORCH)
	$(BIN)/python -m pip install -r requirements.txt -r requirements-train.txt
	$(BIN)/python -m pip check
	@touch $@

clean:
	rm -rf .venv .venv-verifiers build dist .hypothesis .benchmarks .mypy_cache .pytest_cache .ruff_cache .import_linter_cache src/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
