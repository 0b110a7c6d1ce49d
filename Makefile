# The commands of the house. `make help` lists them; each does the set-up that it needs, once.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# A start would compile every package anew, four times until the first page.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
INSTANCE := $(or $(CRM_INSTANCE),instance)
WORKERS ?= 2
PYTEST := $(BIN)/pytest

# What is done is remembered in files named after the checksum of what it was done from.
checksum = $(shell cat $(1) 2>/dev/null | cksum | tr ' ' '-')
RUNTIME := $(VENV)/.runtime-$(call checksum,requirements/runtime.txt)
DEV := $(VENV)/.dev-$(call checksum,requirements/dev.txt)
MODULES := node_modules/.locked-$(call checksum,package-lock.json)
ASSET_SOURCES := $(shell find assets templates crm -path crm/static/vendor -prune -o -type f \
	\( -name '*.html' -o -name '*.js' -o -name '*.mjs' -o -name '*.py' \) -print 2>/dev/null | sort)
ASSETS := crm/static/vendor/.built-$(call checksum,package-lock.json $(ASSET_SOURCES))
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard crm/translations/*/LC_MESSAGES/*.po))

.PHONY: help setup run test test-pg e2e faults bench lint types findings format db requirements translations assets audit

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUNTIME) $(ASSETS) $(CATALOGUES) $(INSTANCE)/secrets.env ## Prepare the environment, the assets and local secrets, start nothing

run: ## Set up, migrate, fill an empty desk with made-up enterprises, serve it
	@$(MAKE) -j2 setup
	@exec $(BIN)/flask --app crm up

test: $(DEV) $(CATALOGUES) ## Run the test suite on SQLite
	$(PYTEST) -n $(WORKERS) --dist loadgroup

# What never meets a database says nothing new on another one.
PURE := tests/rules tests/architecture tests/serving tests/web tests/config \
	$(addprefix tests/imports/,cells workbook tables sheets) \
	$(addprefix tests/security/,test_slow_senders.py test_sizes.py test_log_lines.py test_settings.py)
# What puts one enterprise before the engine, reads workbooks or walks a filled desk asks the database simple things;
# PostgreSQL is asked them in the long suites.
SELDOM := tests/demo tests/cultivation/reasons tests/desk/policies \
	$(addprefix tests/desk/prospects/test_,gap_page.py monday.py rules_beside.py stale_figures.py ways_up.py what_if.py) \
	$(addprefix tests/imports/,columns outcome published)
NAMES := tests/security/test_parameters.py::test_no_name_of_a_parameter_breaks_a_page_or_leads_elsewhere
test-pg: $(DEV) $(CATALOGUES) ## Run what meets the database on PostgreSQL (CRM_TEST_PG_URL, or a server of its own)
	$(BIN)/python -m tests.postgres $(PYTEST) -n $(WORKERS) --dist loadgroup $(addprefix --ignore=,$(PURE) $(SELDOM)) --deselect $(NAMES)

e2e: $(DEV) $(CATALOGUES) $(ASSETS) ## Drive the running desk with a real browser, on desk and phone
	$(PYTEST) -m e2e -n $(WORKERS) --dist loadfile tests/e2e

faults: $(DEV) $(CATALOGUES) $(ASSETS) ## Kill, fill the disk, fuzz: the long suites, whole, and what each database otherwise walks in part
	$(PYTEST) -m faults
	CRM_TEST_WHOLE=1 $(PYTEST) -n $(WORKERS) tests/access tests/security
	CRM_TEST_WHOLE=1 $(BIN)/python -m tests.postgres $(PYTEST) -n $(WORKERS) tests/access tests/security $(SELDOM)
	CRM_TEST_WHOLE=1 $(PYTEST) -m e2e -n $(WORKERS) --dist loadfile tests/e2e

bench: .venv-bench/.locked-$(call checksum,requirements/runtime.txt benchmarks/requirements.txt) ## Measure, against OpenFisca too (an environment of its own)
	.venv-bench/bin/python -m benchmarks

lint: $(DEV) ## Style, types and security findings
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check .
	@$(MAKE) -j2 types findings

types: $(DEV)
	$(BIN)/mypy

findings: $(DEV)
	$(BIN)/bandit -q -c pyproject.toml -r crm --severity-level high

format: $(DEV) ## Put every file into its one shape, imports in order, and mend what can be mended
	$(BIN)/ruff check --fix -q .
	$(BIN)/ruff format -q .

db: $(RUNTIME) $(INSTANCE)/secrets.env ## Bring the database to the newest migration
	$(BIN)/flask --app crm db upgrade

LOCK := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
requirements: $(DEV) ## Resolve pyproject.toml anew into requirements/*.txt, with hashes
	@test -x $(BIN)/uv || $(BIN)/pip install -q uv
	$(LOCK) $(UPGRADE) pyproject.toml -o requirements/runtime.txt
	$(LOCK) $(UPGRADE) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt
	$(LOCK) $(UPGRADE) --group audit -c requirements/dev.txt -o requirements/audit.txt
	$(LOCK) $(UPGRADE) --group node -o requirements/node.txt
	$(LOCK) $(UPGRADE) --group installer -o requirements/installer.txt

translations: $(DEV) ## Collect the texts of code and templates, and bring the catalogues of other languages up to date
	@mkdir -p crm/translations
	$(BIN)/pybabel -q extract --no-location --sort-output -F babel.cfg -k _l -k _n:1,2 -o crm/translations/messages.pot .
	@for catalogue in crm/translations/*/LC_MESSAGES/messages.po; do [ ! -f "$$catalogue" ] || \
		$(BIN)/pybabel -q update -N --no-wrap -i crm/translations/messages.pot -d crm/translations || exit 1; done
	@$(if $(CATALOGUES),$(MAKE) $(CATALOGUES),true)

assets: $(ASSETS) ## Build the front-end assets into crm/static/vendor

audit: $(DEV) ## Ask the vulnerability database about the locked packages (needs to reach it)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/audit.txt
	$(BIN)/pip-audit --disable-pip --require-hashes -r requirements/runtime.txt

# The environment

# Unpacking and compiling the pip that comes with Python takes longer than fetching the newest one with it as it lies.
FIND_PIP := import ensurepip, pathlib, sysconfig; \
	places = (pathlib.Path(ensurepip.__file__).parent / "_bundled", sysconfig.get_config_var("WHEEL_PKG_DIR")); \
	print(next(wheel for place in places if place for wheel in pathlib.Path(place).glob("pip-*.whl")))
$(BIN)/python:
	@for python in "$$PYTHON" python3 python3.14 python3.13 python3.12 python3.11; do \
		command -v "$$python" >/dev/null 2>&1 || continue; \
		"$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		echo "Making $(VENV) with $$python"; exec "$$python" -m venv --without-pip $(VENV); \
	done; \
	echo "Python 3.11 or newer with its venv module is needed (Debian: apt-get install python3-venv)." >&2; exit 1

# The pip that comes with Python can be years old and takes three times as long; where the newer one is not to be had,
# the old one does. What it installs is not compiled beforehand: Python compiles what is used, and the first page comes
# sooner. The lock is whole, so that nothing has to be searched for that it does not name.
INSTALLER := $(VENV)/.installer-$(call checksum,requirements/installer.txt)
$(INSTALLER): | $(BIN)/python
	@$(BIN)/python "$$($(BIN)/python -c '$(FIND_PIP)')/pip" install -q --no-compile --no-deps \
		--disable-pip-version-check --require-hashes -r requirements/installer.txt || $(BIN)/python -m ensurepip --default-pip >/dev/null
	@rm -f $(VENV)/.installer-* && touch $@

$(RUNTIME): | $(INSTALLER)
	@echo "Installing the locked packages"
	@$(BIN)/pip install -q --no-compile --no-deps --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@rm -f $(VENV)/.runtime-* && touch $@

$(DEV): | $(INSTALLER)
	@echo "Installing the locked packages and the tools of development"
	@$(BIN)/pip install -q --no-compile --no-deps --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@rm -f $(VENV)/.dev-* $(VENV)/.runtime-* && touch $@ $(RUNTIME)

.venv-bench/.locked-%: | $(BIN)/python
	@echo "Installing the locked packages of the benchmarks"
	@$(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@.venv-bench/bin/pip install -q --disable-pip-version-check --require-hashes -r benchmarks/requirements.txt
	@rm -f .venv-bench/.locked-* && touch $@

# By the path of the one file: the package would load the whole desk.
MAKE_SECRETS := import pathlib, runpy, sys; \
	runpy.run_path("crm/config/settings.py")["ensure_secrets"](pathlib.Path(sys.argv[1]))
$(INSTANCE)/secrets.env: | $(RUNTIME)
	@$(BIN)/python -c '$(MAKE_SECRETS)' "$(INSTANCE)"

# The assets: npm from the machine, or else from PyPI.

WITH_NODE := PATH="$$PATH:$(CURDIR)/$(BIN)"

# Beside the environment and its packages, except where npm comes by the same pip.
$(MODULES): | $(if $(shell command -v npm),,$(RUNTIME))
	@command -v npm >/dev/null 2>&1 || $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt
	@echo "Installing the locked front-end packages"
	@$(WITH_NODE) npm ci --silent --no-audit --no-fund
	@rm -f node_modules/.locked-* && touch $@

$(ASSETS): | $(MODULES)
	@echo "Building the front-end assets"
	@$(WITH_NODE) npm run --silent build
	@touch $@

%.mo: %.po | $(BIN)/python
	@$(BIN)/pybabel -q compile -i $< -o $@
