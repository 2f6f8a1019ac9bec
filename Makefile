# What a person runs here; `make` alone prints this list. Everything goes into .venv.
PYTHON ?= python3
PYTEST_ARGS ?=
DEMO ?= reports/demo
BENCH_ARGS ?=

VENV := .venv
BENCH_VENV := .bench-venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCKED := $(PIP) install --quiet --require-hashes --only-binary=:all:
PYTEST := $(BIN)/python -m pytest
# Chosen tests run by themselves, the others three at a time, as many wait: each takes a part of the files and, when it is through,
# from the end of another's, so that what the tests of a file share is made once. Counting what they reach costs
# a third more time, so only the run of every test does it, and must reach 90 % of src/.
CORES := -n 3 --dist worksteal
MOST := $(CORES) -m "not slow"
ALL := $(CORES) --cov --cov-report=term

# Hundreds of processes are started by the tests: each would read and compile all of src/ again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-all lint format docs example samples validate bench bench-many texts lock wheel wheel-check \
	install dev clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install ## install aqvision, then compare the two sample clips
	$(BIN)/aqvision compare --before samples/before.mp4 --after samples/after.mp4 \
		--athlete "Sample athlete" --height-m 1.78 --out $(DEMO)

test: dev ## run all but the slow tests (PYTEST_ARGS="-k name" for some of them)
	$(PYTEST) $(or $(PYTEST_ARGS),$(MOST))

test-all: dev ## run every test, the slow ones too
	$(PYTEST) $(ALL)

lint: dev ## style, types, import order, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

format: dev ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: dev ## write README, docs and the Python functions as pages into site/
	$(BIN)/python -m scripts.site

example: dev demo ## make the demo the example that the README links to, with its pictures
	$(BIN)/python -m scripts.example $(DEMO)/report.html

samples: install ## render the sample clips and their truth anew
	$(BIN)/python -m samples.generator

validate: install ## measure accuracy against truth anew and write docs/accuracy.md
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m validation

bench: install $(BENCH_VENV)/.tried ## measure speed and memory anew and write docs/performance.md
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks --monomech $(BENCH_VENV)/bin/python $(BENCH_ARGS)

bench-many: install ## measure a batch of 200 clips, stopped twenty times too (25 minutes)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.many_clips $(BENCH_ARGS)

texts: dev ## bring the catalogues of other languages in step with source and templates
	$(BIN)/python -m scripts.texts

lock: ## choose and hash the exact versions again (LOCK_ARGS=--upgrade for newer ones)
	PYTHON=$(PYTHON) scripts/lock.sh

wheel: install ## build the wheel and the source archive into dist/
	rm -rf dist
	$(BIN)/hatchling build -d dist

wheel-check: wheel ## install the wheel of dist/ by itself, and run it once
	scripts/check_wheel.sh dist $(PYTHON)

install: $(VENV)/.installed $(VENV)/.libraries ## make .venv with aqvision in it

dev: install $(VENV)/.dev $(VENV)/.for-tests ## add what the tests and checks need

clean: ## remove .venv, dist and caches; reports stay
	rm -rf $(VENV) $(BENCH_VENV) dist site .coverage* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment starts afresh when the locked versions change: two opencv wheels share one
# folder, and an upgrade in place may leave a mixture of both.
$(VENV)/.locked: constraints.txt scripts/create_venv.sh
	@scripts/create_venv.sh $(VENV) $(PYTHON)
	@echo "Installing the locked packages (about 380 MB the first time)"
	@$(LOCKED) -r constraints.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.locked constraints-dev.txt
	@$(LOCKED) -r constraints-dev.txt -c constraints.txt
	@touch $@

$(VENV)/.libraries: $(VENV)/.locked scripts/install_system_packages.sh
	@scripts/install_system_packages.sh
	@touch $@

$(VENV)/.for-tests: $(VENV)/.libraries scripts/install_system_packages.sh
	@scripts/install_system_packages.sh --tests
	@touch $@

# The library that we compare with wants other versions of everything. Without it, the page says so.
$(BENCH_VENV)/.tried: scripts/create_bench_venv.sh
	@scripts/create_bench_venv.sh $(BENCH_VENV) $(PYTHON)
	@touch $@
