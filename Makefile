# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.dev

.PHONY: install system demo test quick bench clean

$(STAMP): pyproject.toml requirements.txt
	$(PYTHON) tools/check_python.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(DEV): $(STAMP) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes -r requirements-dev.txt
	touch $@

install: $(STAMP)  ## virtual environment with wakeline in it

system:  ## Debian packages for the browser tests and Chinese type (says what it does; needs root)
	sh tools/system_packages.sh

demo: $(STAMP)  ## the whole job on sample_data, then the dashboard on 127.0.0.1
	sh tools/system_packages.sh fonts-noto-cjk
	$(BIN)/wakeline demo $(DEMO)

test: $(DEV) system  ## everything CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

quick: $(DEV)  ## what a change needs first: linter and the unit tests, without browser and slow ones
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n 2 --dist loadfile -m unit

bench: $(DEV)  ## speed and memory, one JSON line a figure
	$(BIN)/python -m tests.benchmarks.speed $(BENCH)

clean:  ## also the kernels that numba keeps beside the sources
	rm -rf $(VENV) demo-case build *.egg-info
	find analytics -name '*.nb[ic]' -delete
