# `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help build demo web test race lint content verify generate fuzz csaf-oracle bench profile clean

GO ?= go
FUZZTIME ?= 10s
STATICCHECK = $(GO) tool -modfile=tools/go.mod staticcheck

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build the program into bin/
	$(GO) build -trimpath -o bin/cordon ./cmd/cordon

demo: build ## assess the example and write its report to out/wearable-monitor
	./bin/cordon assess examples/wearable-monitor --out out/wearable-monitor
	@echo "open out/wearable-monitor/report.html"

test: ## run all tests
	@./tools/needs.sh
	$(GO) test ./...
	@./tools/web-test.sh

web: ## build the pages of the workbench from the folder web (needs Node.js)
	./tools/web.sh

race: ## run the tests with the race detector: without those that only start programs and packages that start nothing at once, and of commands and the API what does several things at once
	$(GO) test -race -short $$($(GO) list ./... | grep -v -e /crashtest -e /scantest -e internal/server/api -e 'internal/cli$$' \
		-e internal/interop -e internal/postmarket -e report/document -e report/navigator -e engine/bdd -e engine/options)
	$(GO) test -race -run 'Merged|Drawn|Once|Idempotency|Idempotent|Events|Shared' ./internal/server/api
	$(GO) test -race -run 'TestScripts/^(assess|options|numbers|watch_feeds|watch_fleet)$$' ./internal/cli

lint: ## formatting, vet and staticcheck
	@test -z "$$(gofmt -l .)" || { echo "gofmt needed:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(STATICCHECK) ./...

content: build ## check the knowledge base, examples included
	./bin/cordon content lint content

generate: ## make what is generated: knowledge index, schemas, reference pages, man pages
	$(GO) run ./internal/gen

verify: ## fail if generated or formatted files differ from their sources
	./tools/verify.sh

fuzz: ## fuzz each target for FUZZTIME
	./tools/fuzz.sh $(FUZZTIME)

csaf-oracle: ## compare our verdicts on CSAF with another validator (needs Node.js and the npm registry)
	cd tools/csaf-oracle && npm ci --no-audit --no-fund
	CORDON_CSAF_ORACLE=$(CURDIR)/tools/csaf-oracle $(GO) test ./internal/interop/csaf -count 1 -timeout 1h -run TestIndependentValidator -v

bench: build ## run the benchmarks and print the table, then people at a server and a portfolio (needs PostgreSQL)
	$(GO) run ./bench/table
	$(GO) run ./bench/serve
	$(GO) run ./bench/portfolio -out out/portfolio.json
	$(GO) run ./bench/scaling out/portfolio.json

profile: ## profile the assessment of 5,000 assets
	$(GO) test ./bench -run '^$$' -bench Profile5000 -benchtime 5x -cpuprofile out/cpu.prof
	$(GO) tool pprof -top -nodecount 25 out/cpu.prof

clean: ## remove what is built
	rm -rf bin out
