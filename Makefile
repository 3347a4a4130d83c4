PYTHON ?= python3
BIN := .venv/bin
SAMPLES := examples/articles
OUT := reports/runs/samples

.PHONY: report test test-long lint bench bench-long scale clean

report: .venv/installed  ## make a report of the sample articles
	$(BIN)/detector run $(SAMPLES) --out $(OUT)

test: .venv/dev .venv/servers  ## run the tests
	$(BIN)/python -m pytest -rs -n 2 --dist loadfile

test-long: .venv/dev  ## the tests that take minutes each
	$(BIN)/python -m pytest -rs -m long

lint: .venv/dev  ## style and types
	$(BIN)/ruff check detector tests
	$(BIN)/ruff format --check detector tests

bench: .venv/dev  ## speed beside plain sentence-transformers, into reports/evaluation
	$(BIN)/detector bench 300 1000

bench-long: .venv/dev  ## the same up to 5,000 articles
	$(BIN)/detector bench 300 1000 5000

scale: .venv/dev  ## an archive at 10^4, 10^5 and 10^6 claims, into reports/evaluation
	$(BIN)/python -m detector.evaluate.scale 10000 100000 1000000

# torch first and pinned: its build for the CPU satisfies every later requirement, so that no CUDA package is pulled.
.venv/torch:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	touch $@

.venv/installed: .venv/torch pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[queue,archive]'
	touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,train]'
	touch $@

# A real PostgreSQL and a real browser for the queue's tests, where Debian's packages can be installed; the tests that
# need them are skipped, with the reason, where they cannot.
.venv/servers: .venv/dev
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v chromium >/dev/null || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql chromium >/dev/null; } || \
	  echo "PostgreSQL or Chromium could not be installed; the tests that need them are skipped"; fi
	touch $@

clean:
	rm -rf .venv reports/runs
