# The commands of the project: `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := build
.PHONY: build run test bench converge clean help FORCE

# What the bundle is made of; tests are not.
sources := $(shell find assets -type f \( -name '*.ts' -o -name '*.js' -o -name '*.css' -o -name '*.svg' -o -name 'build.mjs' \) \
	! -name '*.test.ts' ! -path 'assets/dist/*')

# The last of the fonts that scripts/fonts.mjs copies.
fonts := internal/fonts/data/NotoSerifSC-Bold.ttf

build: bin/upright ## build bin/upright, with its scripts, style sheets and fonts inside

run: ## install what is missing, build, start on http://127.0.0.1:8080 with a database in ./data (ADDR, DATA)
	@scripts/need.sh postgresql
	@$(MAKE) --no-print-directory build
	@scripts/run.sh

test: ## run every check and test, as the gate does
	@scripts/need.sh postgresql gcc chromium poppler-utils qpdf libreoffice-writer-nogui unzip fonts-liberation
	@$(MAKE) --no-print-directory build
	@scripts/test.sh

bench: ## measure rendering, editing and pages on a durable database, and print a table
	@scripts/need.sh postgresql libreoffice-writer-nogui fonts-liberation
	@$(MAKE) --no-print-directory build test/bench/node_modules/.package-lock.json
	@go build -trimpath -o .cache/withcluster ./internal/localdb/withcluster
	@.cache/withcluster -durable node scripts/bench.mjs

converge: build ## let people write together at random thousands of times, on lines and rights that fail; seeds are printed
	@go build -trimpath -o .cache/withcluster ./internal/localdb/withcluster
	UPRIGHT_SEEDS=$(or $(SEEDS),2000) node assets/test.mjs test/server
	UPRIGHT_SEEDS=$(or $(SEEDS),1000) UPRIGHT_FAULTS=200 .cache/withcluster go test -timeout 2h -v -run 'Seeds|Acknowledged' ./internal/collab

clean: ## remove what was built; data stays
	rm -rf bin .cache node_modules test/bench/node_modules
	find assets/dist internal/fonts/data -type f ! -name README -delete

help: ## show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile

# Go knows by itself what is new; it does nothing when nothing is.
bin/upright: assets/dist/manifest.json $(fonts) FORCE
	@scripts/tools.sh
	go build -trimpath -o $@ ./cmd/upright

assets/dist/manifest.json: node_modules/.package-lock.json $(sources)
	node assets/build.mjs
	@touch $@

$(fonts): node_modules/.package-lock.json scripts/fonts.mjs
	node scripts/fonts.mjs
	@touch $@

node_modules/.package-lock.json: package.json package-lock.json
	@scripts/tools.sh
	npm ci --no-audit --no-fund
	@touch $@

# What make bench measures beside ours; nothing else needs it.
test/bench/node_modules/.package-lock.json: test/bench/package.json test/bench/package-lock.json
	cd test/bench && npm ci --no-audit --no-fund
	@touch $@

FORCE:
