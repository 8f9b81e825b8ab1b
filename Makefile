# make demo   a hub with sample content at http://127.0.0.1:8000 (PORT= and DATA= change port and folder)
# make test   everything that must hold before a change is taken
# make setup  the environment alone: .venv, with pshub in it
#
# Needed beforehand: Python 3.11 or newer (PYTHON= names another than python3) and a package index that pip can reach.

PYTHON ?= python3
PORT ?= 8000
DATA ?= data
# Processes that run tests beside each other.
TEST_PROCESSES ?= 2
PYTEST_ARGS ?=

BIN := .venv/bin
SOURCES := src tests scripts

.PHONY: help setup setup-dev demo test test-all lint format bench lock clean
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile | head -3
	@echo 'make test-all, make lint, make format, make bench, make lock, make clean: see CONTRIBUTING.md'

setup:
	@PYTHON="$(PYTHON)" scripts/environment setup
	@scripts/frontend

setup-dev:
	@PYTHON="$(PYTHON)" scripts/environment dev
	@scripts/frontend

demo: setup
	@exec $(BIN)/pshub demo --port "$(PORT)" --data "$(DATA)"

lint: setup-dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/mypy

format: setup-dev
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

# The suite on SQLite comes last, so that its closing lines end the output.
test: lint
	$(BIN)/python scripts/postgres.py $(BIN)/python -m pytest tests/integration -q -n $(TEST_PROCESSES) -m "not slow" $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) -m "not slow" --cov --cov-report=term:skip-covered $(PYTEST_ARGS)

test-all: lint
	$(BIN)/python scripts/postgres.py $(BIN)/python -m pytest -n $(TEST_PROCESSES) $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) $(PYTEST_ARGS)

bench: setup-dev
	$(BIN)/python -m pytest tests/bench -q -s --override-ini=norecursedirs=.hypothesis --override-ini=python_files="*.py" $(PYTEST_ARGS)

# Writes the lock files anew from pyproject.toml, keeping versions that still fit; UPGRADE=1 takes the newest.
lock: setup-dev
	@UPGRADE="$(UPGRADE)" scripts/lock

clean:
	rm -rf .venv .make build dist htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf frontend/node_modules src/pshub/site/static/pshub
