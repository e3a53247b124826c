# `make demo` and `make test` need nothing installed by hand but Node.js; each sets up what it needs first.
.DEFAULT_GOAL := help
.PHONY: help demo test setup toolchain unit lint build bench clean

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## Provision three local hosts, apply, apply again, destroy, and show what is effective after each
	@node --import tsx examples/demo/demo.ts

test: setup ## Run every check and test; the last line says how many passed and failed
	@node test/run.mjs

setup: ## Install what the project needs: Debian packages, npm packages, Pulumi
	@bash tools/setup/system
	@bash tools/setup/npm
	@$(MAKE) --no-print-directory toolchain

toolchain: ## Put Pulumi into .toolchain/bin and bundle the policy pack
	@bash tools/setup/npm
	@bash tools/toolchain/install
	@node policies/build.mjs

unit: ## Run the fast tests: no root, no network
	@npm --silent test

lint: ## Check formatting and style
	@npm --silent run lint && npm --silent run lint:shell

build: ## Compile the package into dist/
	@npm --silent run build

bench: setup ## Measure against what people would use instead
	@npm --silent run bench

clean: ## Remove what was built in this folder
	rm -rf dist policies/bin .toolchain .demo node_modules
