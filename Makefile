# Two commands: `make demo` and `make test`. Everything they need they set up themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8050
SERVE ?= 1
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PYTEST := $(BIN)/python -m pytest
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$(( n < 8 ? n + 1 : 8 )))# one more than cores: a test of a page waits for its browser

.PHONY: help setup setup-system demo test lint types bench manual clean

help:  ## Show what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP)  ## Make .venv and install the hash-locked packages.

$(STAMP): requirements.lock pyproject.toml
	@.ci/python $(VENV)
	@echo "Installing the locked packages (one or two minutes, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup-system: setup  ## Install Debian's chromium and a Chinese font for the browser tests.
	@.ci/system

demo: setup  ## Build the demo workspace and serve it on 127.0.0.1 (SERVE=0 stops after the build, PORT=8050).
	@$(BIN)/xiangyi demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: setup setup-system  ## Run every test, a file to a worker, one more than cores (WORKERS=3); XIANGYI_REALDATA=DIR adds those on real files.
	@$(PYTEST) tests --ignore=tests/benchmarks -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

lint: setup  ## Check style, imports and who may import whom.
	@$(BIN)/ruff check pipelines dashboard tests
	@$(BIN)/lint-imports

types: setup  ## Check the types of the vocabulary, the engine and the methods.
	@$(BIN)/mypy -p pipelines.core -p pipelines.engine -p pipelines.analysis

bench: setup  ## Measure loading, asking and the methods against naive code.
	@$(PYTEST) tests/benchmarks -s -q $(PYTEST_ARGS)

manual: setup  ## Write the manual of indicators and datasets to data/workspace/manual.md.
	@$(BIN)/python -m tests.spec.manual data/workspace/manual.md

clean:  ## Remove the environment and every workspace made by the demo.
	rm -rf $(VENV) data/workspace/demo data/workspace/manual.md *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
