# Everything a person does here by hand. `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: columns help run demo up test check fuzz bench torture walk static lint format types imports packages schemas schemas-current kafka record-schema lock clean venv venv-dev
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python
# three workers on two cores: many tests wait for processes they have started; the order is that of tests/conftest.py
PYTEST_ARGS ?= -n 3 --dist loadfile --no-loadscope-reorder
HOSTILE_SECONDS ?= 600
unexport PYTHONDONTWRITEBYTECODE  # or every process that is started would compile the system anew

help:  ## Show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: venv  ## Install what is needed and serve everything on http://127.0.0.1:8000 (HOST, PORT, DATA_DIR)
	@exec $(PYTHON) -m system embedded

demo: venv  ## Serve ten years of made-up data, in a folder of their own (var/demo), with a banner on every page
	@exec $(PYTHON) -m tools.demo

up: venv-dev  ## Serve like production, without Docker: own PostgreSQL and Kafka, every process under supervisor (PORT, UP_DIR)
	@exec $(PYTHON) dev/up

test: venv-dev  ## Run the whole test suite (PYTEST_ARGS="-k word" for a part)
	@$(PYTHON) -m pytest $(PYTEST_ARGS)

check: static test  ## Run everything that CI runs

static: lint types imports packages schemas-current  ## Run the checks that need no running code

lint: venv-dev  ## Check format, style and likely mistakes (ruff)
	@echo "ruff" && .venv/bin/ruff format --check . && .venv/bin/ruff check .

format: venv-dev  ## Format the code (ruff)
	@.venv/bin/ruff format .

types: venv-dev  ## Check types (mypy, strict)
	@echo "mypy" && .venv/bin/mypy

imports: venv-dev
	@echo "import-linter" && .venv/bin/lint-imports --no-cache

packages: venv-dev
	@$(PYTHON) -m pip check

schemas: venv-dev  ## Write the JSON Schemas of the contracts anew
	@$(PYTHON) -m contracts.generate

schemas-current: schemas
	@git diff --exit-code --stat -- contracts/schemas || { echo "contracts/schemas was not current: commit what 'make schemas' wrote." >&2; exit 1; }

kafka: venv-dev  ## Fetch and start a real single Kafka broker; prints its address, Ctrl-C ends it
	@exec $(PYTHON) tools/components/kafka.py

fuzz: venv-dev  ## Send 1,000 random requests to every operation, others every time (FUZZ_EXAMPLES)
	@FUZZ_RANDOM=1 FUZZ_EXAMPLES=$${FUZZ_EXAMPLES:-1000} $(PYTHON) -m pytest -q -s tests/system/fuzz

bench: venv-dev  ## Measure beside limits and rivals (ONLY=name for one, BENCH_EVENTS, BENCH_GROWTH, BENCH_ROUNDS)
	@$(PYTHON) -m bench $(ONLY)

record-schema: venv-dev  ## Record the schema as the last release's, once, when a release is cut
	@dev/record-schema

torture: venv-dev  ## Kill, pause, cut and fill under load, then judge, and 10 minutes of hostile callers; 35 minutes (HOSTILE_SECONDS, TORTURE_ARGS="--seed 2 --system embedded --minutes 5")
	@$(PYTHON) -m tools.torture.run $(TORTURE_ARGS)
	@$(PYTHON) -m tools.torture.hostile --seconds $(HOSTILE_SECONDS)

walk: venv-dev  ## Count the functions and files that a report passes, step by step (WALK_ARGS=--list for their names)
	@$(PYTHON) -m tests.architecture.walk $(WALK_ARGS)

columns: venv-dev  ## Write docs/columns.*.md: what each column of the open data means
	@$(PYTHON) -m tools.columns

lock:  ## Resolve the dependencies anew (needs uv): requirements*.in to requirements*.lock
	@dev/lock

clean:  ## Remove what was installed and cached here; data under var/ stays
	@rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis
	@find bench contracts files kernel services system alembic tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@dev/install requirements.lock

venv-dev:
	@dev/install requirements-dev.lock
