# make demo: the made-up city on http://127.0.0.1:8000; make test; make check: see README.md
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
export PORTAL_TEST_DATA ?= $(wildcard ../shared)

.PHONY: install demo test check bench shots lock words clean

install: .venv/installed

.venv/installed: requirements.lock setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -W ignore -m compileall -q $(BIN)/../lib || true
	touch $@

demo: install
	$(BIN)/portal demo --home var/demo --port $(PORT)

test: install
	$(BIN)/python -m pytest

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

# the locked set, after a change of setup.cfg
lock: install
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate \
	  --output-file requirements.lock setup.cfg

# the translations, after a change of a sentence
words: install
	$(BIN)/pybabel --quiet extract -F setup.cfg --no-wrap -o var/messages.pot . 
	$(BIN)/pybabel --quiet compile -d portal/translations

clean:
	rm -rf var build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
