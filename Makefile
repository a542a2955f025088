# What a developer types. `make` alone lists it.

# Without `--package`, so that what it is built from is what the tests and functions are built from too.
LOCAL := cargo run --quiet --bin ipelya-local --
# As `make build` builds the functions.
RELEASE := RUSTFLAGS='-C force-unwind-tables=no' cargo build --release

# What is measured, and what measures it.
MEASURED := --package token --package session --package gift --package chat --package webhook --package ipelya-bench

# What checks the supply chain, built below .local/tools when it is asked for.
DENY := cargo-deny@0.20.2
CYCLONEDX := cargo-cyclonedx@0.5.9
ACTIONLINT := actionlint@v1.7.7

.DEFAULT_GOAL := help
.PHONY: help prerequisites setup dev stop reset test schema openapi validate fuzz lint fmt build binaries template deploy \
  rollback smoke smoke-recording bench load soak accounting year channels deny sbom workflows package scale scripts demo e2e-browser \
  agent agent-test

help: ## List the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

prerequisites:
	@sh crates/ipelya-local/prerequisites.sh

setup: prerequisites ## Install what the local stack needs below .local/
	@$(LOCAL) setup

dev: prerequisites ## Run everything with demo data until Ctrl-C; DETACH=1 leaves it running
	@$(LOCAL) dev $(if $(filter-out 0,$(DETACH)),--detach)

stop: prerequisites ## End what `make dev` started
	@$(LOCAL) stop

reset: prerequisites ## End what `make dev` started and forget its database and files
	@$(LOCAL) reset

test: prerequisites ## Run every test against real Postgres, PostgREST and LiveKit; ARGS goes to cargo test
	@$(LOCAL) test $(if $(ARGS),-- $(ARGS))
	$(if $(ARGS),,@$(MAKE) --no-print-directory template scripts demo)

demo: prerequisites ## Test the logic of the demo, build it and hold its size
	@$(LOCAL) demo
	@cd demo && npm test --silent && npm run --silent size

agent: prerequisites ## Run the worker of support calls for what `make dev` started; VOICE_STACK=openai wants OPENAI_API_KEY
	@$(LOCAL) agent

agent-test: prerequisites ## Test the worker of support calls (agents/support) with real calls
	@$(LOCAL) agent-test

e2e-browser: ## Go through the demo that `make dev` serves, in a real browser; ARGS=call for one test, PICTURES=1 takes pictures
	@PICTURES='$(PICTURES)' npm run --silent e2e --prefix demo -- $(ARGS)

schema: prerequisites ## Write docs/schema.md anew from the migrations
	@$(LOCAL) with-test-stack -- cargo run --quiet --bin ipelya-schema

openapi: prerequisites ## Record the examples and write docs/openapi.json anew
	@IPELYA_RECORD_EXAMPLES=1 $(LOCAL) with-test-stack -- cargo test --quiet --workspace --test it -- recorded
	@cargo run --quiet --bin ipelya-openapi

validate: prerequisites ## Hold docs/openapi.json against OpenAPI 3.1, and its examples against their schemas
	@$(LOCAL) validate

fuzz: prerequisites ## Hold what `make dev` started against docs/openapi.json, for ten minutes; ARGS goes to schemathesis run
	@$(LOCAL) fuzz $(if $(ARGS),-- $(ARGS))

lint: ## Check format, lints, the width of SQL and forbidden dependencies
	cargo fmt --all --check
	@if LC_ALL=C.UTF-8 grep -nE '^.{121,}$$' migrations/*.sql; then \
	  echo 'lint: the lines above are wider than 120 characters' >&2; exit 1; \
	fi
	cargo clippy --workspace --all-targets -- --deny warnings
	@# A second TLS stack means a larger, slower function, and a panic when both are there.
	@tree=$$(cargo tree --workspace --target all --prefix none --format '{p}') || exit 1; \
	  if printf '%s\n' "$$tree" | grep -E '^(aws-lc-rs|aws-lc-sys|openssl|openssl-sys|native-tls) '; then \
	    echo 'lint: the crates above must not be in the tree' >&2; exit 1; \
	  fi

fmt: ## Format the code
	cargo fmt --all

build: prerequisites ## Build the functions for Lambda: target/lambda/<function>/bootstrap.zip
	@$(LOCAL) build
	@python3 infra/supply/zips.py

binaries: ## Start each function of `make build` as Lambda does, and ask it at each of its routes in each way
	@for zip in target/lambda/*/bootstrap.zip; do \
	  out=target/unzipped/$$(basename $$(dirname $$zip)); \
	  python3 -m zipfile --extract $$zip $$out && chmod +x $$out/bootstrap || exit 1; \
	done
	IPELYA_BINARIES=$(abspath target/unzipped) cargo test --package ipelya-openapi --test it -- binaries

template: ## Hold infra/ against AWS's rules and ours: cfn-lint, sam validate, infra/tests
	@sh infra/template.sh

deploy: ## Build and deploy: ENV=dev or prod, FUNCTION=token for that one alone, SHIFT=AllAtOnce for all traffic at once
	@SHIFT='$(SHIFT)' sh infra/deploy.sh '$(ENV)' '$(FUNCTION)'

rollback: ## Take one function back to the version before: ENV=prod FUNCTION=token, or to VERSION=6
	@sh infra/rollback.sh '$(ENV)' '$(FUNCTION)' $(VERSION)

smoke: ## Ask every function of a deployment whether it is there: BASE=https://…, and TOKEN= a user's access token
	@# Make hands both on in the environment, where no list of processes shows the token.
	@python3 infra/smoke.py

smoke-recording: ## Record a session of a deployment and delete it again: BASE=https://…, TOKEN= its creator's, SESSION= on air, SECONDS=10
	@python3 infra/smoke_recording.py

bench: prerequisites ## Measure what docs/benchmarks.md reports
	$(RELEASE) $(MEASURED)
	cd crates/ipelya-bench/original && npm ci --no-audit --no-fund --loglevel=error
	@$(LOCAL) with-test-stack --durable -- target/release/ipelya-bench

load: prerequisites ## Measure shows of 10, 1 000 and 10 000 viewers; SIZES='20 300', WINDOW=10 (s), TRANSPORT=rest or direct
	$(RELEASE) $(MEASURED) --package sweeper
	@$(LOCAL) with-test-stack -- target/release/ipelya-bench load shows $(if $(SIZES),'sizes=$(SIZES)') \
	  $(if $(WINDOW),window=$(WINDOW)) $(if $(TRANSPORT),transport=$(TRANSPORT))

soak: prerequisites ## Have viewers come and go for ten minutes, and hold memory, books and rows; MINUTES=2, TRANSPORT=direct
	$(RELEASE) $(MEASURED) --package sweeper
	@$(LOCAL) with-test-stack -- target/release/ipelya-bench load soak $(if $(MINUTES),minutes=$(MINUTES)) \
	  $(if $(TRANSPORT),transport=$(TRANSPORT))

accounting: prerequisites ## Count where the CPU time of a token goes; takes valgrind
	$(RELEASE) --package token --package ipelya-bench
	@$(LOCAL) with-test-stack -- target/release/ipelya-bench accounting

year: prerequisites ## Measure what the figures of a generated year cost; takes minutes and 5 GB below .local/year
	cargo build --quiet --package ipelya-bench
	@target/debug/ipelya-bench year

channels: prerequisites ## Measure how channels are found and followers told; takes minutes and 3 GB below .local/channels
	cargo build --quiet --package ipelya-bench
	@target/debug/ipelya-bench channels

deny: .local/tools/$(DENY)/bin/cargo-deny ## Check dependencies: licences, sources, doubles; CHECK=advisories asks RustSec, CHECK=all everything
	@$< check --hide-inclusion-graph $(or $(CHECK),licenses sources bans)

sbom: .local/tools/$(CYCLONEDX)/bin/cargo-cyclonedx ## List what each function is made of: target/sbom/<function>.cdx.json
	@python3 infra/supply/sbom.py $<

workflows: .local/tools/$(ACTIONLINT)/actionlint ## Check .github/workflows
	@$< .github/workflows/*.yml

package: ## Name what `make build` built by function and processor, with checksums: target/package/; ARCH insists on one
	@python3 infra/supply/package.py $(ARCH)

scale: ## Write the tables of docs/scale.md and docs/cost.md anew
	@python3 docs/scale/tables.py

scripts: ## Test the Python of docs/scale and infra/supply, and hold the tables of docs/ against it
	@cd infra/supply && python3 -m unittest --quiet
	@cd docs/scale && python3 -m unittest --quiet

.local/tools/$(DENY)/bin/cargo-deny .local/tools/$(CYCLONEDX)/bin/cargo-cyclonedx:
	@echo 'setup     │ $(notdir $@), built by cargo (several minutes the first time)'
	@cargo install --quiet --locked --root $(@D:/bin=) $(notdir $(@D:/bin=))

.local/tools/$(ACTIONLINT)/actionlint:
	@command -v go >/dev/null || { echo 'missing: go 1.24 or later (https://go.dev/dl), builds actionlint' >&2; exit 1; }
	@echo 'setup     │ actionlint, built by Go'
	@GOBIN=$(abspath $(@D)) go install github.com/rhysd/actionlint/cmd/$(ACTIONLINT)
