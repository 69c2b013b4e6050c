# Depo. `make serve` builds it and serves it; `make test` proves it; `make bench` measures it.

PORT ?= 8080
# The path that a deep link is resolved against, for hosts that serve Depo from a sub-path.
DEPO_BASE ?= /
export DEPO_BASE

.PHONY: serve build test bench clean

serve: build
	.ci/cargo run --quiet --example serve -- dist --port $(PORT) --base $(DEPO_BASE)

build:
	.ci/build

test:
	.ci/test

bench:
	.ci/bench

clean:
	.ci/cargo clean
	rm -rf dist artifacts
