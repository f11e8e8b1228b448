# make serve   the site on http://127.0.0.1:8000, rebuilt when a chapter or an implementation changes
# make test    the whole test suite: linters, types, unit tests, every block of every page, a strict build
# make build   the site into site/
# make offline the site into site-offline/, to be read without a server: open its index.html
# make outputs what every page shows, written anew into tests/outputs/: read the diff
# make bench   what programs, sweeps and the work on the site take; then make outputs
# make bench-peers the same where micrograd, autograd, JAX and scikit-learn take part
# make atlas   what five frameworks return at kinks, into atlas/results.json; then make outputs
# make atlas-check the same, and only compares with what is recorded
# make lighthouse the scores, the weight and the blocking time of every page (needs Node.js, Chromium)
# make mutants changes the code one small way at a time: would a test notice? (hours)
# make faults  puts deliberate faults into a copy, one at a time; each must be caught

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The marker is younger than requirements.txt when nothing has to be installed.
READY := $(VENV)/ready
PEERS := .venv-peers
ATLAS := .venv-atlas
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve test build offline outputs bench bench-peers atlas atlas-check lighthouse faults mutants clean

serve: $(READY)
	$(BIN)/mkdocs serve --dev-addr 127.0.0.1:8000

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses 2

build: $(READY)
	$(BIN)/mkdocs build --strict

offline: $(READY)
	OFFLINE=true $(BIN)/mkdocs build --site-dir site-offline --strict

outputs: $(READY)
	$(BIN)/python -m literate.record

bench: $(READY)
	$(BIN)/python -m bench

bench-peers: $(PEERS)/ready
	$(PEERS)/bin/python -m bench

atlas: $(ATLAS)/ready
	$(ATLAS)/bin/python -m atlas

atlas-check: $(ATLAS)/ready
	$(ATLAS)/bin/python -m atlas check

lighthouse: $(READY)
	if command -v npm >/dev/null; then npm install --prefix .cache/lighthouse --no-save --silent lighthouse@12.8.2; fi
	$(BIN)/mkdocs build --strict --quiet --site-dir .cache/lighthouse/site
	$(BIN)/python -m bench.lighthouse .cache/lighthouse/site

faults: $(READY)
	$(BIN)/python -m faults

mutants: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-mutants.txt
	$(BIN)/python -m mutants

clean:
	rm -rf site site-offline .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed, this is ' + sys.version.split()[0])"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(PEERS)/ready: requirements.txt requirements-peers.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-peers.txt
	@touch $@

$(ATLAS)/ready: requirements.txt requirements-atlas.txt
	$(PYTHON) -m venv $(ATLAS)
	$(ATLAS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-atlas.txt
	@touch $@
