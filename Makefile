# talentloop: `make demo` to see it, `make test` to check it. Everything else is listed by `make`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
READY := .venv/.ready
# The first Python that is new enough; another one: make demo PYTHON=/path/to/python
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
LOCK := pip compile pyproject.toml -o requirements.lock -q --universal --generate-hashes --no-emit-index-url --no-header --all-extras -p 3.11
WORKERS ?= 2
TEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -rs

# Python keeps what it compiled, whatever the shell says: compiling anew costs every start of a process some seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-browser tracker tracker-check test-spark java chromium postgres test-postgres picture screens house lint types docs bench lock env clean

help: ## this list
	@echo "make …"; grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1@/' | column -t -s @

demo: $(READY) ## the invented employer of the demo: its loop report here, its dashboard in the browser until Ctrl+C
	@$(BIN)/talentloop demo

test: $(READY) ## every test that needs no more than Python (those with a browser or Spark: make test-browser, make test-spark)
	@begin=$$(date +%s); $(TEST) -m "not browser and not spark"; status=$$?; \
	echo "not run here: tests in a browser (make test-browser), on a Spark cluster (make test-spark)"; echo "make test took $$(( $$(date +%s) - begin )) s"; exit $$status

test-browser: $(READY) chromium ## the pages in a real Chromium, which is installed when it is missing and apt is there
	@$(TEST) -m browser --ignore=tests/tracker && $(BIN)/python -m pytest -m browser -rs tests/tracker  # those measure seconds

TRACKER := src/talentloop/collect/tracker

tracker: $(TRACKER)/node_modules ## builds the tracker's scripts anew and says what each weighs (needs node)
	@cd $(TRACKER) && npm run --silent build

tracker-check: $(READY) $(TRACKER)/node_modules ## the committed scripts are what a build of their sources gives (needs node)
	@TRACKER_REBUILT=1 $(BIN)/python -m pytest tests/tracker/test_built.py -n0

$(TRACKER)/node_modules: $(TRACKER)/package-lock.json
	@command -v npm >/dev/null || { command -v apt-get >/dev/null || { echo "node and npm are needed: install them and run this again."; exit 1; }; \
		sudo=$$([ "$$(id -u)" = 0 ] || command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null; }
	@cd $(TRACKER) && npm ci --silent --no-audit --no-fund --ignore-scripts && touch node_modules

chromium:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
		command -v apt-get >/dev/null || { echo "A Chromium is needed: install one and run this again."; exit 1; }; \
		sudo=$$([ "$$(id -u)" = 0 ] || command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

test-spark: $(READY) java ## the same figures on a Spark cluster of this machine; builds Spark's Python package the first time
	@$(BIN)/python -c 'import pyspark, py4j' 2>/dev/null || \
		$(BIN)/uv pip install --python $(BIN)/python --require-hashes --no-deps -q -r requirements-spark.lock
	@$(BIN)/python -m pytest -m spark -rs tests/engine

test-postgres: $(READY) postgres ## all tests of the web app on a PostgreSQL that they start themselves (make test runs what it decides)
	@TESTS_ON=postgres $(TEST) -m "not browser" tests/web tests/store

postgres:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
		command -v apt-get >/dev/null || { echo "A PostgreSQL server is needed: install one and run this again."; exit 1; }; \
		sudo=$$([ "$$(id -u)" = 0 ] || command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends postgresql >/dev/null; }

java:
	@command -v java >/dev/null || { \
		command -v apt-get >/dev/null || { echo "Spark needs a Java of 17 or newer: install one and run this again."; exit 1; }; \
		sudo=$$([ "$$(id -u)" = 0 ] || command -v sudo); \
		$$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null; }

picture: $(READY) chromium ## the README's picture, from the demo (make demo first)
	@$(BIN)/talentloop report -w demo --loop $(or $(LOOP),2) --lang en --html demo/picture.html >/dev/null
	@$$(command -v chromium chromium-browser google-chrome | head -1) --headless --no-sandbox --hide-scrollbars \
		--window-size=1360,1500 --screenshot=docs/images/report.png "file://$(CURDIR)/demo/picture.html" 2>/dev/null
	@ls -l docs/images/report.png

screens: $(READY) chromium ## a picture of every screen in both languages and three widths, into screens/
	@$(BIN)/python -m pytest -n0 -m "" tests/web/screens_taken.py && echo "$$(find screens -name '*.png' | wc -l) pictures in screens/"

house: $(READY) ## only the checks that keep the house as it is drawn
	@$(BIN)/python -m pytest tests/test_house.py tests/test_house_itself.py

lint: $(READY) ## ruff
	@$(BIN)/ruff check --output-format=concise .

types: $(READY) ## mypy
	@$(BIN)/mypy

docs: $(READY) ## writes what docs/ and ARCHITECTURE.md take from the code
	@$(BIN)/python docs/build.py

bench: $(READY) ## speed and size beside hand-written queries on the same facts (takes minutes)
	@nice $(BIN)/python -m bench.engine.run --hits 2000000
	@nice $(BIN)/python bench/read_csv.py 200

lock: $(READY) ## pins the newest of everything that pyproject.toml asks for
	@$(BIN)/uv $(LOCK) --upgrade
	@$(BIN)/uv $(subst requirements.lock,requirements-spark.lock,$(subst --all-extras,--group spark,$(subst pyproject.toml,,$(LOCK)))) --upgrade

env: $(READY) ## only the environment

$(READY): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "talentloop needs Python 3.11 or newer; here is $$( { $(or $(PYTHON),python3) --version || echo none; } 2>/dev/null)."; \
		echo "Install one, or name it: make demo PYTHON=/path/to/python3.12"; exit 1; }
	@echo "environment: .venv with $$($(PYTHON) --version)"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "No environment could be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip sync --python $(BIN)/python --require-hashes -q requirements.lock
	@$(BIN)/uv pip install --python $(BIN)/python --no-deps --no-build-isolation -q -e .
	@$(BIN)/python -m compileall -q src
	@touch $(READY)

clean: ## takes the environment and everything that was made away again; demo/ too
	rm -rf .venv demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
