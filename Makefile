# Kaibo's everyday commands; `make` alone lists them.
# A command sets up what it needs first, so `make run` and `make test` work in a fresh clone.

.DEFAULT_GOAL := help
.PHONY: help setup run rehearse test coverage torture bench lint pictures gallery ocr lock clean
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PY := $(BIN)/python
UV := uv==0.13.9

# $(call step,COMMAND) runs one step, and says so when the run stops there.
step = @echo "== $(1)"; $(BIN)/$(1) || { echo "Stopped: $(1) failed, see above."; exit 1; }

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name does; do \
		printf '%-18s%s\n' "$$name" "$$does"; done

setup: ## Install the system libraries and .venv, where they are missing
	@PYTHON="$(PYTHON)" sh setup/setup.sh

run: setup ## Open the console (ARGS="..." passes options, such as ARGS="--camera 0")
	@if [ "$$(uname -s)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$QT_QPA_PLATFORM" ]; then \
		echo "There is no display to open the console on; 'make rehearse' plays a show without one."; exit 1; fi
	@$(PY) main.py $(ARGS)

rehearse: setup ## Play a one-minute show without a display; screens and report go to build/
	@mkdir -p build
	@$(PY) main.py rehearse --minutes 1 --screens build/rehearsal --report build/rehearsal.json $(ARGS)

test: lint ## Check the code, then run the tests (ARGS="..." goes to pytest)
	@echo "== pytest"
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.gate $(ARGS)

coverage: setup ## Run the tests and list the lines that none of them reaches
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder --cov $(ARGS)

torture: setup ## Break things for hours, long forms (ARGS="--only kill,power --points N --seed S"); see docs/reliability.md
	@mkdir -p build
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.torture --long --out build/torture.json $(ARGS)

bench: setup ## Measure speed beside something to compare with (ONLY=store,sync chooses groups; figures go to build/bench.json)
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.bench --only "$(ONLY)" $(ARGS)

lint: setup ## Check style, formatting, types and the directions of imports
	$(call step,ruff check --quiet .)
	$(call step,ruff format --check --quiet .)
	$(call step,mypy --no-error-summary)
	$(call step,lint-imports --no-logo)

pictures: setup ## Take the README's pictures anew, from two rehearsals in the synthetic studio
	@$(PY) main.py rehearse --camera synthetic --minutes 0.7 --screens build/pictures/assistant >build/assistant.json
	@$(PY) main.py rehearse --camera synthetic --minutes 0.7 --seat anchor --screens build/pictures/anchor >build/anchor.json
	@cp build/pictures/assistant/07-show-9.png docs/pictures/assistant.png
	@cp build/pictures/anchor/05-show-5.png docs/pictures/anchor.png

ocr: setup ## Let price tags be read off snapped pictures (160 MB more; see docs/decisions/0014-labels.md)
	@echo "Installing the packages that requirements-ocr.lock pins."
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
		-r requirements-ocr.lock
	@$(PY) -c "from console.reading.ocr import missing; lack = missing(); \
		print(f'Still missing: {lack}' if lack else 'Price tags can be read.'); raise SystemExit(bool(lack))"

gallery: setup ## Take a picture of every state of the windows (ARGS="--state flash --size 1366x768 --lang en" chooses)
	@$(PY) -m tests.gallery $(ARGS)

lock: setup ## Pin anew what pyproject.toml asks for (ARGS=--upgrade takes newer releases)
	@$(PY) -m pip install -qq --disable-pip-version-check $(UV)
	@$(PY) -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --quiet --output-file requirements.lock $(ARGS)
	@mkdir -p build
	@$(PY) -m uv pip compile pyproject.toml --extra ocr --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --constraint requirements.lock --quiet --no-header --output-file build/ocr.lock $(ARGS) \
		$$(sed -n 's/^\([A-Za-z0-9._-]*\)==.*/--no-emit-package \1/p' requirements.lock)
	@{ echo "# Made by make lock; it goes on top of requirements.lock, without anything that stands there."; \
		sed '/^# The following packages were excluded/,$$d' build/ocr.lock; } >requirements-ocr.lock

clean: ## Remove what the tools leave behind; .venv stays
	@rm -rf build .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -path ./.venv -prune -o -type d -name __pycache__ -exec rm -rf {} +
