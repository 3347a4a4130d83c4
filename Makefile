PYTHON ?= python3
BIN := .venv/bin
SAMPLES := examples/articles
OUT := reports/runs/samples

.PHONY: report test lint clean

report: .venv/installed  ## make a report of the sample articles
	$(BIN)/detector run $(SAMPLES) --out $(OUT)

test: .venv/dev  ## run the tests
	$(BIN)/python -m pytest

lint: .venv/dev  ## style and types
	$(BIN)/ruff check detector tests
	$(BIN)/ruff format --check detector tests

# torch first and pinned: its build for the CPU satisfies every later requirement, so that no CUDA package is pulled.
.venv/torch:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	touch $@

.venv/installed: .venv/torch pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,train]'
	touch $@

clean:
	rm -rf .venv reports/runs
