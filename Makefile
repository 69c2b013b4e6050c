# Depo. `make serve` builds it and serves it; `make test` proves it; `make bench` measures it.

PORT ?= 8080
# The path that a deep link is resolved against, for hosts that serve Depo from a sub-path.
DEPO_BASE ?= /
export DEPO_BASE

.PHONY: serve build test bench soak clean

serve: build
	.ci/cargo run --quiet --example serve -- dist --port $(PORT) --base $(DEPO_BASE)

build:
	.ci/build

test:
	.ci/test

bench:
	.ci/bench

# A device that lives through whatever can happen; DEPO_SOAK_SEEDS and DEPO_SOAK_STEPS say how long.
soak:
	.ci/cargo test --release --test simulation -- --nocapture

clean:
	.ci/cargo clean
	rm -rf dist artifacts
