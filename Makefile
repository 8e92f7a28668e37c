# What a person types. Everything here also works a second time, offline and without root.
SWIFT   ?= swift
SCRATCH ?= .build
BUILD    = $(SWIFT) build -c release --scratch-path $(SCRATCH)
BIN      = $(SCRATCH)/release/mindstate
PREFIX  ?= /usr/local
OUT     ?= out
LAB     ?= out/lab
LABWORK ?= out/lab-work
STAGES  ?=
SEEDS   ?= 1 2 3
PYTHON  ?= python3

# Homebrew keeps OpenBLAS out of the default search paths.
ifeq ($(shell uname -s),Darwin)
export PKG_CONFIG_PATH := $(shell brew --prefix openblas 2>/dev/null)/lib/pkgconfig:$(PKG_CONFIG_PATH)
endif

.PHONY: help deps build demo lab lab-histories lab-table lab-states notebooks real test lint format example docs bench \
  bench-train bench-probes lab-check train-check parity calibrate peft fuzz-tokenizers hostile sweep-kill report-check \
  completions-check csv-check docs-check install clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install OpenBLAS where it is missing
	@sh scripts/deps.sh

build: deps ## build the command line tool, optimised
	$(BUILD) --product mindstate

demo: build ## answer the whole question on the shipped lab's models and make a report of it
	$(BIN) demo --output $(OUT)/demo

lab: build ## make data/lab anew in out/lab: corpus, tokenizer, base, tuned versions, soft prompts; resumable
	sh scripts/lab.sh $(BIN) $(LAB) $(LABWORK) $(STAGES)

lab-histories: build ## checkpoints on the way to instruct, in three orders of the data and from other noise
	sh scripts/lab-histories.sh $(BIN) data/lab $(LABWORK)/histories

lab-table: build ## what the shipped lab's models do, measured
	$(BIN) lab table --lab data/lab --csv $(OUT)/lab-table.csv

lab-states: build ## ask the lab's models the whole question: data/lab/sweep.yaml, then the report
	$(BIN) sweep data/lab/sweep.yaml --run $(OUT)/lab-states
	$(BIN) report $(OUT)/lab-states

notebooks: build ## run the notebooks and put their outputs into the pages; QUICK=1: few prompts, pages stay as they are
	@sh scripts/notebooks.sh $(dir $(BIN)) $(OUT)/notebooks notebooks-md/01-veiled-capability.md \
	  notebooks-md/02-same-place.md notebooks-md/03-soft-prompts.md notebooks-md/04-your-own-plots.md

real: build ## run the main job on really trained models, where ../shared/real holds them
	@sh scripts/real.sh $(BIN) $(OUT)/real

test: deps ## run all tests, optimised
	$(SWIFT) test -c release --no-parallel --scratch-path $(SCRATCH)

lint: ## formatting, loops that must be vectorised, things that must not be in the sources
	@sh scripts/lint.sh

format: ## format the sources in place
	$(SWIFT) format --in-place --recursive Sources Tests Examples Package.swift

docs-check: build ## run every block of the pages and every example of the help in a fresh clone; QUICK=1: what takes long is left
	@PYTHON=$(PYTHON) sh scripts/docs-check.sh $(BIN) $(SCRATCH)-example $(OUT)/docs-check

example: deps ## build and run the packages under Examples/ that depend on this one; one of them must fail
	$(SWIFT) test --package-path Examples/LabStates --scratch-path $(SCRATCH)-example
	@sh scripts/must-fail.sh $(SCRATCH)-example
	$(SWIFT) run --package-path Examples/StateDistance --scratch-path $(SCRATCH)-example

docs: ## build the DocC pages of the library targets
	@sh scripts/docs.sh $(SCRATCH)

report-check: build ## load made-up reports in Chromium, light, dark and 400 pixels wide (needs Debian's chromium)
	$(PYTHON) benchmarks/report_check.py $(BIN)

csv-check: build ## every table of a sweep in pandas, R and gnuplot (needs benchmarks/requirements.txt; R, gnuplot if there)
	$(PYTHON) benchmarks/csv_check.py $(BIN) $(OUT)/csv-check

bench: build ## speed beside transformers and tokenizers in one run (needs benchmarks/requirements.txt)
	@PYTHON=$(PYTHON) sh benchmarks/run.sh $(BIN) $(OUT)/bench

bench-train: build ## training steps beside PyTorch in one run (needs benchmarks/requirements.txt)
	$(PYTHON) benchmarks/train_bench.py --mindstate $(BIN) --work $(OUT)/bench

bench-probes: build ## probes and similarity beside scikit-learn and numpy in one run (needs benchmarks/requirements.txt)
	$(PYTHON) benchmarks/probe_bench.py --mindstate $(BIN) --work $(OUT)/bench

lab-check: ## the lab's table again from data/lab, with transformers and PEFT (needs benchmarks/requirements.txt)
	@mkdir -p $(OUT)
	$(PYTHON) benchmarks/lab_check.py --table data/lab/table.csv --output $(OUT)/lab-check.csv

train-check: build ## checkpoints that training wrote, opened by transformers (needs benchmarks/requirements.txt)
	$(PYTHON) benchmarks/train_check.py --mindstate $(BIN)

parity: build ## random checkpoints of every family against transformers (needs Tests/Fixtures/requirements.txt)
	$(PYTHON) benchmarks/parity.py --program $(BIN)

calibrate: build ## error rates of p-values and intervals on simulated data, for SEEDS="1 2 3"
	$(BIN) calibrate $(SEEDS)

peft: deps ## adapters written here, opened by PEFT (needs Tests/Fixtures/requirements.txt)
	MINDSTATE_ADAPTERS_OUT=$(abspath $(OUT))/peft $(SWIFT) test -c release --scratch-path $(SCRATCH) --filter WrittenAdapterTests
	$(PYTHON) Tests/Fixtures/adapters/check_written.py $(OUT)/peft

fuzz-tokenizers: build ## random texts through both tokenizer libraries (needs Tests/Fixtures/requirements.txt)
	$(PYTHON) Tests/Fixtures/tokenizers/fuzz.py $(BIN) 2000

sweep-kill: build ## kill a sweep at 50 random moments and go on: the bytes must be those of an undisturbed one
	sh scripts/sweep-kill.sh $(BIN) $(OUT)/sweep-kill 50

hostile: build ## every bad input of Tests/Fixtures/hostile, answers printed (also a test)
	$(PYTHON) Tests/Fixtures/hostile/check_hostile.py $(BIN)

install: build ## install the tool and its data under PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/mindstate
	install -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/mindstate
	cp -R data/wrappers data/prompts data/lab $(DESTDIR)$(PREFIX)/share/mindstate/
	cd $(DESTDIR)$(PREFIX)/share && install -d bash-completion/completions zsh/site-functions fish/vendor_completions.d
	$(BIN) completions print --shell bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/mindstate
	$(BIN) completions print --shell zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_mindstate
	$(BIN) completions print --shell fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/mindstate.fish

completions-check: build ## complete `mindstate comp` in bash, zsh and fish, those that are installed
	@sh scripts/completions-check.sh $(BIN)

clean: ## remove what was built
	rm -rf $(SCRATCH) $(SCRATCH)-example $(OUT)
