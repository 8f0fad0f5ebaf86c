# Two commands do all set-up: `make demo` and `make test`.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: drill reference lab docs help demo test lint types layers unit search bench lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | column -t -s '	'

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or say which with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: $(READY) ## write a fortnight of made-up traffic, scan it, leave a report
	$(BIN)/revenuer demo --out demo-out
	@echo "Open demo-out/scan/report.html in a browser, or review it: $(BIN)/revenuer serve demo-out"

test: lint types layers unit ## everything CI checks

lint: $(READY) ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## mypy --strict
	$(BIN)/mypy

layers: $(READY) ## imports run one way
	$(BIN)/lint-imports

unit: $(READY) ## all tests
	$(BIN)/pytest -n 2 --dist worksteal

search: $(READY) ## all tests, the property-based ones with new random examples
	$(BIN)/pytest -n 2 --dist worksteal --hypothesis-profile=default

bench: $(READY) ## speed and memory against the floor, 1 M and 16 M exchanges
	$(BIN)/python bench/speed.py

SCALE ?= 1
SUITES := small quiet calibration standard separation four-requests agentic customers missing-fields languages evasion

drill: $(READY) ## every suite of the drill, at SCALE (full size takes days)
	for suite in $(SUITES); do $(BIN)/revenuer drill run $$suite --scale $(SCALE) --out drill-out/$$suite-$(SCALE) || exit 1; done

reference: $(READY) ## make the shipped control groups again
	$(BIN)/python -m revenuer.scan.make_reference

lab: $(READY) ## real students: install the extra (a gigabyte), run the grid, draw its curves
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[lab]"
	nice -n 10 $(BIN)/revenuer lab run lab-out
	$(BIN)/revenuer lab save lab-out --out docs/results
	$(BIN)/revenuer lab curves docs/results --out docs/img
	$(BIN)/revenuer lab dossiers lab-out --out lab-out/dossiers

docs: $(READY) ## the documentation site, in site/
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "mkdocs>=1.6,<2"
	$(BIN)/mkdocs build --strict --quiet

lock: $(READY) ## pin every dependency with its hashes
	$(BIN)/python -m pip install --quiet uv && $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --universal --extra dev --output-file requirements.lock pyproject.toml requirements-build.in

clean: ## forget everything that was set up
	rm -rf $(VENV) demo-out bench-out
