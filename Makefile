# make demo: a demo academy, rendered and served · make test: every check · make test-fast: the inner loop · make chaos: 200 faults
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

# The tests start hundreds of processes: none should compile what another one has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-fast setup lint types layers every notebooks browser chaos js chromium postgres nginx bench-serve bench-render bench-sheets lock clean help

help:
	@sed -n 's/^# //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.installed

node_modules/.installed: package.json
	npm install --silent --no-package-lock --no-audit --no-fund --ignore-scripts
	@touch $@

setup: $(VENV)/.dev

demo: $(VENV)/.installed
	$(BIN)/cba demo --dir demo

test: lint types layers js every
	@echo "All checks passed."

test-fast: lint types layers js
	$(BIN)/pytest -m "not slow and not browser" -n 2

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

js: node_modules/.installed
	node --test tests/js/*.test.mjs

# All of them in one run: those in the browser wait a lot, and the others compute meanwhile.
every: $(VENV)/.dev node_modules/.installed chromium postgres nginx
	$(BIN)/pytest -n 4 --dist worksteal

notebooks: $(VENV)/.dev
	$(BIN)/pytest tests/notebooks -n 2

browser: $(VENV)/.dev node_modules/.installed chromium postgres nginx
	$(BIN)/pytest -m browser -n 4 --dist worksteal

# People type while 200 faults happen; CHAOS_FAULTS and CHAOS_SEED say how many and which. A run names its seed when it fails.
chaos: $(VENV)/.dev postgres
	CHAOS_FAULTS=$${CHAOS_FAULTS:-200} CHAOS_SEED=$${CHAOS_SEED:-$$(date +%s)} $(BIN)/pytest tests/trials/test_chaos.py -n 2

# What the browser tests need is fetched where this user may; else one line says how.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	|| { echo "Chromium is needed for the browser tests: sudo apt-get install chromium"; exit 1; }

postgres:
	@command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; } \
	|| { echo "PostgreSQL's programs are needed for the tests: sudo apt-get install postgresql"; exit 1; }

# Measure stock Voilà and ours on this machine, about half an hour; make bench-serve BENCH="--quick", or --help.
bench-serve: $(VENV)/.dev chromium
	$(BIN)/python -m tests.bench.serve $(BENCH)

# Measure a loop of papermill and nbconvert against ours, about a quarter of an hour; BENCH as above.
bench-render: $(VENV)/.dev chromium postgres
	$(BIN)/python -m tests.bench.render $(BENCH)

# Measure boards, the time machine and rounds at the sizes that we promise, about five minutes; BENCH as above.
bench-sheets: $(VENV)/.dev chromium postgres
	$(BIN)/python -m tests.bench.sheets $(BENCH)

nginx:
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq nginx-light >/dev/null; } \
	|| { echo "nginx is needed for the tests: sudo apt-get install nginx"; exit 1; }

# Write the tested versions of everything installed (run after raising a range in pyproject.toml).
lock: $(VENV)/.dev
	$(BIN)/pip freeze --exclude-editable | grep -vE '^(pip|setuptools|wheel)==' > constraints.txt

clean:
	rm -rf $(VENV) node_modules demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
