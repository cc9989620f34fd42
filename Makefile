# Landfall. `make help` prints what each target is for.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# demo and test share one build: everything is compiled once, tests included.
BUILD := swift build --build-tests
BINARY := .build/debug/landfall
VENV := .venv

.PHONY: help setup setup-tests demo test run build lint format check bench load soak clean

help: ## print this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what building and running need (Debian packages; asks for root only when something is missing)
	@scripts/setup

setup-tests: setup
	@scripts/setup-tests

demo: setup ## import a sample project from a bundled stand-in GitHub, show the proof, serve until Ctrl-C (DEMO_EXIT=1 ends after the proof)
	$(BUILD)
	@$(BINARY) demo $(if $(DEMO_EXIT),--exit)

test: setup-tests ## set up what is missing and run all tests (ARGS='--filter Budget': some); what failed comes last, all is in .build/test.log
	@scripts/test $(ARGS)

run: setup ## serve on ./landfall-data (ARGS='--listen 0.0.0.0:8929' and so on)
	$(BUILD)
	@$(BINARY) serve $(ARGS)

build: setup ## build for release: .build/release/landfall
	swift build -c release --product landfall

lint: ## fail on anything swift format would say
	swift format lint --strict --recursive Sources Tests Package.swift

format: ## format all Swift files in place
	swift format --in-place --recursive Sources Tests Package.swift

check: format lint test ## format, lint and test

bench: build ## requests, points, seconds, objects a second and memory for imports of 1,000, 10,000 and 100,000 objects
	@scripts/bench

load: build ## 50 imports, 200 readers and 20 clones at once (ARGS='--imports 8' and so on: scripts/load --help): times, errors, memory
	@scripts/load $(ARGS)

SOAK ?= 10m
soak: setup-tests ## try hard to break it for as long as SOAK says (10m): kills, faults, damaged input, sanitizers (SANITIZE=0: without)
	@scripts/soak $(SOAK)

clean: ## remove what was built, the demo's data and the tests' Python environment
	rm -rf .build $(VENV) .demo .bench
