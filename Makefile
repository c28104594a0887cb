# Works with GNU Make 3.81 and later.
SHELL := /bin/sh
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Files of a list that are not there: a rule that needs them runs again.
missing = $(if $(filter-out $(wildcard $(1)),$(1)),FORCE)

.DEFAULT_GOAL := report
.DELETE_ON_ERROR:
.PHONY: report data figures test test-fast test-browser bench check lab record compare clean help FORCE

# Notebooks that do not need each other run side by side, two at most.
JOBS ?= 2
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=$(JOBS)
endif

# One thread for each process: the sums then run in one order whatever the machine's cores, and
# matrices as small as these gain nothing from more.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

# A workspace of another corpus runs this very file by link, and builds where it stands.
export ANALYSIS_ROOT := $(CURDIR)

RULES := .cache/rules.mk
# Each page stands in English, and in Chinese in a folder of its own.
PAGES = index $(if $(TEXTS),reader) how data lexicon codebook $(NOTEBOOKS)
SITE = $(PAGES:%=reports/%.html) $(PAGES:%=reports/zh/%.html) $(addprefix reports/,style.css site.js \
	font.woff2 brief.en.pdf brief.zh.pdf)
# Of a counted corpus there are no texts to read, and its tables may be longer than a sheet holds.
TEXTS = $(filter data/processed/sentences.csv,$(TABLES))
DOWNLOADS = reports/tables/all_tables.xlsx
# All of the package: modules, texts, templates.
CODE := $(filter-out %.pyc,$(foreach depth,* */* */*/* */*/*/*,$(wildcard src/analysis/$(depth).*)))
SITE_SOURCES = $(CODE) $(wildcard data/raw/*.* data/raw/texts/*)

# What each notebook needs and makes is read from the notebooks themselves.
ifneq ($(filter-out help clean,$(or $(MAKECMDGOALS),report)),)
include $(RULES)
endif

$(RULES): tools/depends.py $(CODE) $(wildcard notebooks/*.ipynb)
	@mkdir -p .cache
	@PYTHONPATH=src $(PYTHON) tools/depends.py > $@.new && mv $@.new $@ || { rm -f $@.new; exit 1; }

# Where the texts lie that are not the shipped ones, as it was given.
OTHER := $(if $(CORPUS),CORPUS=$(CORPUS)) $(if $(COUNTS),COUNTS=$(COUNTS))

## report: build tables, figures and the site; CORPUS=path/documents.csv or COUNTS=folder with OUT=folder
report: $(if $(strip $(OTHER) $(OUT) $(GROUP)),elsewhere,reports/index.html $(if $(TEXTS),$(DOWNLOADS)))

elsewhere: FORCE $(READY)
	@test -n "$(strip $(OTHER))" || { echo "found OUT or GROUP alone; say of which texts: make report CORPUS=path/documents.csv OUT=folder"; exit 1; }
	@test -n "$(OUT)" || { echo "give the folder to build in: make report $(strip $(OTHER)) OUT=folder"; exit 1; }
	@test -z "$(COUNTS)" -o -z "$(CORPUS)$(GROUP)" || { echo "COUNTS stands alone: found CORPUS or GROUP beside it; leave them out"; exit 1; }
	@$(BIN)/python -m analysis $(if $(COUNTS),counted-workspace "$(COUNTS)" "$(OUT)",workspace "$(CORPUS)" "$(OUT)" --group-by "$(GROUP)")
	@$(MAKE) --no-print-directory -C "$(OUT)" report CORPUS= COUNTS= OUT= GROUP=

## data: build the tables in data/processed
data: $(TABLES)

## figures: build the figures in reports/figures
figures: $(FIGURES)

.cache/notebooks/%.ipynb: uv.lock | $(READY)
	@echo "running $*"
	@$(BIN)/python -m analysis run notebooks/$*.ipynb $@ && touch $@

$(DOWNLOADS): $(TABLES) $(wildcard src/analysis/store/*.* src/analysis/vocabulary.py) \
		$(call missing,$(DOWNLOADS) reports/tables/all_tables.csv.zip) | $(READY)
	@echo "writing the tables for spreadsheets"
	@$(BIN)/python -m analysis downloads && touch $@

reports/index.html: $(EXECUTED) $(TABLES) $(SITE_SOURCES) $(call missing,$(SITE)) | $(READY)
	@echo "writing the site"
	@$(BIN)/python -m analysis site && touch $@
	@echo "done: open $@ in a browser"

## test-fast: run the tests that take neither a build nor long, in less than a minute
test-fast: $(READY)
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadgroup

## test: run all tests but those that need a browser
test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	@echo "The tests in a browser were not run; 'make test-browser' runs them."

# The folder with the site to test; any but reports is taken as it is.
BUILT = reports

## test-browser: test the built site in a browser; needs chromium
test-browser: $(filter reports/index.html,$(BUILT)/index.html) $(READY)
	$(BIN)/python -m pytest tests/browser --site=$(BUILT) -n 2 --dist loadgroup

## bench: measure what counting large corpora costs, in half an hour or more; writes reports/benchmark.md
bench: $(READY)
	$(BIN)/python tools/benchmark.py

## check: lint, format and types, also of the notebooks
check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

## lab: open the notebooks in JupyterLab
lab: $(READY)
	$(BIN)/jupyter lab notebooks

## record: note the checksums of all tables, figures, pages and downloads of the report
record: report
	@$(BIN)/python tools/checksums.py record

## compare: build the report and say which of its files are not as recorded
compare: report
	@$(BIN)/python tools/checksums.py compare

## clean: delete all that make builds; the environment stays
clean:
	rm -rf reports data/processed/*.csv data/processed/.*.new .cache

## help: list the targets
help:
	@sed -n 's/^## //p' Makefile

# The environment, from the lock; uv comes from PyPI where the machine has none.
$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11; call make PYTHON=/path/to/a/newer/python3"; exit 1; }
	@command -v uv >/dev/null || test -x .uv/bin/uv || { echo "installing uv $(UV_VERSION) into .uv"; \
		$(PYTHON) -m venv .uv && .uv/bin/python -m pip install --quiet uv==$(UV_VERSION); } || \
		{ echo "Could not set up uv: is the venv module of $(PYTHON) installed (python3-venv)?"; exit 1; }
	@echo "installing the environment into $(VENV)"
	@PATH="$$PATH:$(CURDIR)/.uv/bin" uv sync --locked $$(test -t 2 || echo --quiet) --python "$(PYTHON)"
	@$(BIN)/python -m ipykernel install --sys-prefix --name python3 --display-name "Policy comparison" >/dev/null
	@touch $@
