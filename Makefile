# The commands of the project. `make help` lists them; CI runs `make test`.
# Everything is installed into .venv by the target that needs it. PYTHON=... chooses an interpreter.

.DEFAULT_GOAL := help
.PHONY: help demo test check verify bench docs dev format freeze clean

DRAWS ?= 500
SEED ?= 1
WORKERS ?= 2
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --progress-bar off
# Old and new pip read different variables for what a package is built with.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt

# A stamp says what is installed, and for which folder: a copied or moved checkout, or one whose
# interpreter has gone, is installed again.
READY := .venv/.ready
HERE := $(shell $(BIN)/python -c "print(open('$(READY)').read())" 2>/dev/null)
ifneq ($(HERE),$(CURDIR))
.PHONY: $(READY)
endif

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

$(READY): pyproject.toml constraints.txt scripts/venv.sh
	@rm -f .venv/.ready*
	@./scripts/venv.sh
	@echo "== installing standoff and what it needs into .venv (a minute or two the first time)"
	@$(PIP) -e '.[dev]'
	@printf '%s' '$(CURDIR)' > $@

.venv/.ready-%: $(READY)
	@echo "== installing the extra '$*' into .venv"
	@$(PIP) -e '.[$*]'
	@touch $@

demo: $(READY)  ## forecast the shipped crisis nato-2022-core into runs/demo
	$(BIN)/standoff forecast nato-2022-core --draws $(DRAWS) --seed $(SEED) --out runs/demo --overwrite

test: $(READY)  ## run all tests
	@./scripts/browser.sh
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: $(READY)  ## formatter, linter, type checker, direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_public_names.py tests/test_repository.py

verify: .venv/.ready-interop  ## slow comparisons with other programs and published tables
	$(BIN)/python -m pytest -m '' verification $(ARGS)

bench: .venv/.ready-bench  ## measure speed and memory beside other programs, into runs/bench
	$(BIN)/python -m benchmarks.run --out runs/bench $(ARGS)

docs: .venv/.ready-docs  ## build the pages into site/
	$(BIN)/python -m mkdocs build --quiet --strict --site-dir site
	@echo "open site/index.html"

dev: $(READY) .venv/.ready-docs .venv/.ready-interop  ## install everything needed to work on standoff

format: $(READY)  ## format the code and fix what the linter can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

freeze: $(READY)  ## write the versions that are installed into constraints.txt
	{ sed -n '/^#/p' constraints.txt; $(BIN)/python -m pip freeze --exclude-editable; } > constraints.tmp
	mv constraints.tmp constraints.txt

clean:  ## remove .venv, runs, built pages and caches
	rm -rf .venv runs site build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
