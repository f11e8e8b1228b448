# make serve   the site on http://127.0.0.1:8000, rebuilt when a chapter or an implementation changes
# make test    the whole test suite: linters, types, unit tests, every block of every page, a strict build
# make build   the site into site/
# make outputs what every page shows, written anew into tests/outputs/: read the diff
# make bench   how long building, an edit and the tests take
# make mutants changes the code one small way at a time: would a test notice? (hours)
# make faults  puts deliberate faults into a copy, one at a time; each must be caught

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The marker is younger than requirements.txt when nothing has to be installed.
READY := $(VENV)/ready
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve test build outputs bench faults mutants clean

serve: $(READY)
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

build: $(READY)
	$(BIN)/mkdocs build --strict

outputs: $(READY)
	$(BIN)/python -m literate.record

bench: $(READY)
	$(BIN)/python -m bench

faults: $(READY)
	$(BIN)/python -m faults

mutants: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-mutants.txt
	$(BIN)/python -m mutants

clean:
	rm -rf site .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed, this is ' + sys.version.split()[0])"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@
