# Everything a person or a machine does with Tvist. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
.SILENT:
.NOTPARALLEL:
.PHONY: help run test check advisories package bench

APP := target/debug/tvist-desktop
UI_PACKAGES := ui/node_modules/.package-lock.json
STRIPE_CLIENT := tests/stripe-client/node_modules/.package-lock.json

help:
	sed -n 's/^## //p' Makefile

## make run      install what is missing, build, open the window
run: setup-run ui/dist/index.html
	cargo build --locked -p tvist-desktop -p tvist-watcher
	tests/setup screen
	exec $(APP)

## make test     install what is missing, run everything; the last line says how many passed and failed
##               (SUITES="rust-tests ui-tests" runs only these)
test: setup-test $(UI_PACKAGES) $(STRIPE_CLIENT)
	exec node tests/all.mjs $(SUITES)

## make check    formatting, lints, dependency rules, types; no tests
check: setup-check $(UI_PACKAGES)
	exec node tests/all.mjs check

## make advisories  known holes in what Tvist is built of (asks RustSec's database over the network)
advisories: setup-check
	PATH=.tools/bin:$$PATH exec cargo deny --locked check advisories

## make package  the .deb, in target/release/bundle/deb
package: setup-run $(UI_PACKAGES)
	cd src-tauri
	exec ../ui/node_modules/.bin/tauri build --bundles deb -- --locked

## make bench    measure the first import and the quiet watch, each beside a peer in the same run
bench: setup-test $(STRIPE_CLIENT)
	tests/desktop/run node tests/bench/run.mjs $(ARGS)
	exec tests/desktop/run node tests/bench/quiet.mjs $(ARGS)

.PHONY: setup-run setup-test setup-check
setup-run:
	tests/setup run
setup-test:
	tests/setup test
setup-check:
	tests/setup check

# npm writes this file last, so it is newer than the lock exactly when the lock has been installed.
%/node_modules/.package-lock.json: %/package.json %/package-lock.json
	cd $*
	npm ci --ignore-scripts --no-audit --no-fund
	touch node_modules/.package-lock.json

UI_SOURCES := $(shell find ui/src ui/locales ui/index.html ui/public ui/*.json ui/*.ts ui/*.js -type f 2>/dev/null)

ui/dist/index.html: $(UI_PACKAGES) $(UI_SOURCES)
	cd ui
	npm run build
	touch dist/index.html
