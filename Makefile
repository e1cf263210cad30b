# make demo: set up in .venv and run the main job on the sample district.
# make test: set up in .venv and pass every check and test; prints what was left out and why.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check setup clean
demo: $(READY)
	$(BIN)/xuncha demo --out out/demo

test: $(READY) check
	$(BIN)/pytest -q -n 2 --dist loadscope

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit('xuncha needs Python 3.11 or newer: make PYTHON=python3.11 …' if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

clean:
	rm -rf .venv out
