# make demo: the made-up city on http://127.0.0.1:8000; make test; make check: see README.md
PYTHON ?= python3
BIN := .venv/bin
# the pip that is there already, if there is one: making another takes longer than half the packages
OUTER := $(shell $(PYTHON) -m pip --version >/dev/null 2>&1 && echo yes)
PIP = $(if $(OUTER),$(PYTHON) -m pip --python $(BIN)/python,$(BIN)/python -m pip) install --quiet --disable-pip-version-check
PORT ?= 8000
export PORTAL_TEST_DATA ?= $(wildcard ../shared)

.PHONY: install demo test coverage test-postgres check bench shots lock words clean

install: .venv/tested

# a lock names everything there is to install, so that its parts can be unpacked side by side
define unpack
	rm -f .venv/part.*
	awk '/^[^ ]/ {n++} {print > (".venv/part." n % 4)}' $(1)
	printf '%s\n' .venv/part.* | xargs -n 1 -P 2 $(PIP) --no-compile --no-deps --require-hashes -r
endef

# what is compiled once is not compiled again by each of the processes that a portal is made of
define compile
	$(BIN)/python -W ignore -m compileall -q -j 2 .venv/lib/python3*/site-packages portal datasets harvesters apps_gallery
endef

.venv/served: requirements.lock setup.cfg pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(if $(OUTER),--without-pip) .venv
	$(call unpack,requirements.lock)
	$(PIP) --no-deps --no-build-isolation -e .
	$(compile)
	touch $@

.venv/tested: requirements-dev.lock .venv/served
	$(call unpack,requirements-dev.lock)
	$(compile)
	touch $@

demo: .venv/served
	$(BIN)/portal demo --home var/demo --port $(PORT)

# three at once on two cores: two of them wait together while the made-up city is made
test: install
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile -rfEs

# the same with branch coverage, into var/coverage; a third slower
coverage: install
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report html:var/coverage -rfEs

# the same on a PostgreSQL server that the tests bring along; SELECTED='-m database' for a part
test-postgres: install
	PORTAL_TEST_DATABASE=postgresql $(BIN)/python -m pytest --numprocesses 3 --dist loadfile -rfEs $(SELECTED)

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
