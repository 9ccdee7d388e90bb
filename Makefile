# make demo: the made-up city on http://127.0.0.1:8000; make test; make check: see README.md
PYTHON ?= python3
BIN := .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
PORT ?= 8000
export PORTAL_TEST_DATA ?= $(wildcard ../shared)

.PHONY: install demo test check bench shots lock words clean

install: .venv/tested

.venv/served: requirements.lock setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --no-compile --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	touch $@

.venv/tested: requirements-dev.lock .venv/served
	$(PIP) --require-hashes -r requirements-dev.lock
	$(BIN)/python -W ignore -m compileall -q .venv/lib/python3*/site-packages/whoosh
	touch $@

demo: .venv/served
	$(BIN)/portal demo --home var/demo --port $(PORT)

test: install
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report html:var/coverage -rfEs

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --quiet templates
	$(BIN)/djlint --lint --quiet templates

bench: install
	$(BIN)/python -m tests.bench

shots: install
	$(BIN)/python -m tests.shots

# the locked sets, after a change of setup.cfg: what serves, and what tests it
LOCK = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-annotate
lock: install
	$(LOCK) --extra dev --output-file requirements-dev.lock setup.cfg
	$(LOCK) --build-deps-for editable --constraint requirements-dev.lock \
	  --output-file requirements.lock setup.cfg

# the translations, after a change of a sentence
words: install
	mkdir -p var
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k N_ -o var/messages.pot .
	$(BIN)/pybabel --quiet compile -d portal/translations

clean:
	rm -rf var build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
