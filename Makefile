# Everything that a person types: make setup | run | desk | test | robust | soak | audit | bench |
# haul | scale | clean.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
WORKSPACE ?= workspace
PACKETS ?= 60
SEED ?= 7
OUT ?= build/haul-$(PACKETS)-$(SEED)
FILES ?= 420
HOSTILE_SEED ?= 8
ROBUST_OPTIONS ?=
# make haul PACKETS=1 REPORT_PAGES=80 [ENTRY=volume]: scanned reports of so many pages
REPORT_PAGES ?=
ENTRY ?=
# make haul LAYOUT=aside4|aside3|aside2|aside|0..5 ELECTRONIC=pdf|docx|mixed: the layout of the forms, and as what they come
LAYOUT ?=
ELECTRONIC ?=
# make haul PACKETS=100 EVERY_CODE=1: every code of defect planted four times or more
EVERY_CODE ?=
FORMS := $(if $(EVERY_CODE),--every-code) $(if $(LAYOUT),--layout $(LAYOUT)) $(if $(ELECTRONIC),--electronic $(ELECTRONIC))
LONG := $(if $(REPORT_PAGES),--report scanned --report-pages $(REPORT_PAGES) $(if $(ENTRY),--entry $(ENTRY)))

# Debian packages: the second OCR engine, the reader of 7z and rar, and typefaces, which only the
# sample generator draws with.
SYSTEM := tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-osd libarchive13 python3.11-venv
FONTS := fonts-arphic-uming fonts-arphic-ukai fonts-arphic-gbsn00lp fonts-arphic-gkai00mp fonts-wqy-zenhei fonts-dejavu-core
# Drives the desk in the tests.
DEV := chromium

.PHONY: setup setup-dev run desk test check robust soak audit bench haul scale clean

define need_packages
missing=(); \
for name in $(1); do \
	if [ "$$name" = python3.11-venv ]; then \
		$(PYTHON) -c 'import ensurepip' 2>/dev/null && continue; \
	elif [ "$$name" = tesseract-ocr ] && command -v tesseract >/dev/null; then continue; \
	fi; \
	dpkg-query -W -f='$${db:Status-Abbrev}' "$$name" 2>/dev/null | grep -q '^ii' || missing+=("$$name"); \
done; \
if [ $${#missing[@]} -gt 0 ]; then \
	if [ "$$(id -u)" -eq 0 ]; then \
		echo "installing system packages: $${missing[*]}"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null; \
	else \
		echo "system packages are missing; run: sudo apt-get install -y --no-install-recommends $${missing[*]}" >&2; \
		exit 4; \
	fi; \
fi
endef

setup: $(VENV)/.ready
	@$(call need_packages,$(SYSTEM))

setup-dev: setup $(VENV)/.ready-dev
	@$(call need_packages,$(FONTS) $(DEV))

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(call need_packages,python3.11-venv)
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

run: setup
	$(BIN)/yushen run samples/haul --workspace $(WORKSPACE)
	@echo
	@echo "The report: $(WORKSPACE)/exports/report.xlsx"
	@echo "One packet: $(BIN)/yushen status --workspace $(WORKSPACE)"

# The review desk; the first start prints the address on which the first user is created.
desk: setup
	$(BIN)/yushen desk --workspace $(WORKSPACE)

test: setup-dev check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo 2>/dev/null || $(BIN)/lint-imports --no-cache

# A hostile corpus drawn from a seed, through the whole run under strace: make robust [FILES=420]
# [HOSTILE_SEED=8] [ROBUST_OPTIONS=--blind: parse and render, recognise nothing].
robust: setup-dev
	rm -rf build/hostile
	$(BIN)/python -m samples.hostile.make --files $(FILES) --seed $(HOSTILE_SEED) --out build/hostile
	$(BIN)/python -m tests.robust.run build/hostile --workspace build/robust $(ROBUST_OPTIONS)

# The long tests, which `make test` does not collect: what is in tests/soak, soak_*.py too.
soak: setup-dev
	$(BIN)/python -m pytest -o python_files='soak_*.py test_*.py' -s -n 2 --dist worksteal tests/soak

# How long judging takes where packets are many: those of a workspace that was read, so many times.
scale: setup-dev
	$(BIN)/python -m tests.scale $(WORKSPACE) build/scale --packets 1000

# Known flaws in what is pinned; asks the package index, and fails where that does not answer.
audit:
	[ -x build/audit/bin/pip-audit ] || { $(PYTHON) -m venv build/audit && build/audit/bin/python -m pip install -q pip-audit; }
	build/audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip --strict

bench: setup
	$(BIN)/yushen bench samples --workspace build/bench

haul: setup-dev
	$(BIN)/python -m samples.make --packets $(PACKETS) --seed $(SEED) --out $(OUT) $(LONG) $(FORMS)

clean:
	rm -rf build $(VENV) workspace .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
