# make run: a paper to look at on port 8000. make test, make lint: what CI asks.

PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
# The lock with the drivers of PostgreSQL and Redis where the environment asks for either.
LOCK := $(if $(DATABASE_URL)$(CACHE_URL),postgres,base)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test test-browser lint format bench lock clean
.DELETE_ON_ERROR:

run: .venv/$(LOCK).installed
	@PORT=$(PORT) $(BIN)/python manage.py serve

test: .venv/dev.installed
	$(BIN)/pytest -n auto --dist loadfile -m "not browser" $(ARGS)
	$(BIN)/pytest -n auto -m browser $(ARGS)

# What the served site carries, into docs/performance.md. PART=reading: that alone; ARGS=--quick: a
# trial that is only printed.
bench: .venv/dev.installed
	@$(BIN)/python -m benchmarks.serving $(PART) $(ARGS)

lint: .venv/dev.installed
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/dev.installed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.venv/bin/pip:
	@test -n "$(PYTHON)" || { echo "Newsroom needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python." >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv module: install it (Debian: apt install python3-venv) and run make again." >&2; exit 1; }
	@echo "Making .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv

.venv/%.installed: requirements/%.txt .venv/bin/pip
	@echo "Installing requirements/$*.txt …"
	@$(BIN)/pip install --quiet --require-hashes --requirement requirements/$*.txt
	@touch .venv/base.installed $@

# After a change of the dependencies in pyproject.toml: the exact versions, with their hashes.
lock: .venv/bin/pip
	@$(BIN)/pip install --quiet uv
	@for extra in base postgres dev; do \
		$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
			--no-header --quiet --no-emit-index-url \
			$$(test $$extra = base || echo --extra postgres -c requirements/base.txt) \
			$$(test $$extra = dev && echo --extra dev -c requirements/postgres.txt) \
			--output-file requirements/$$extra.txt || exit 1; done

clean:
	rm -rf .venv
