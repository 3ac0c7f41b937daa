# Two commands do all the set-up on a fresh Debian or Ubuntu: `make demo` and `make test`.
PY := .venv/bin/python
OUT ?= out

.PHONY: demo test check bench campaign-card wired campaign-cash strangers lock chart clean setup setup-test

PORT ?= 8080

demo: setup
	$(PY) -m device demo --port $(PORT)

# three workers on two cores: a good part of the time is waiting on real wires
test: setup-test check
	timeout --kill-after=30 1800 $(PY) -m pytest -n 3 --dist loadscope --durations=10

check: setup-test
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

# every journey on real wires, people and mechanics hurried; some twenty minutes
wired: setup-test
	$(PY) -m device journey all --wired --hurry 20 --quiet

# the noisy line, every yen against the metal: `make test` has 500 runs, this many more; some five minutes
EXAMPLES ?= 10000

campaign-cash: setup-test
	NOISY_LINE_EXAMPLES=$(EXAMPLES) $(PY) -m pytest --timeout=0 -n 2 --dist loadscope \
	  tests/faults/test_noisy_line_coins.py tests/faults/test_noisy_line_notes.py

# the card's whole phase under random faults, against the card's own record
PHASES ?= 2000

campaign-card: setup-test
	CARD_PHASE_EXAMPLES=$(PHASES) $(PY) -m pytest --timeout=0 tests/faults/test_card_phase.py

# no stranger's paper: twenty kiosks and one centre over mutual TLS with everything between them bad, then random
# orders and delays; `make test` has a small one; some ten minutes
CUSTOMERS ?= 4000
ORDERS ?= 1000

strangers: setup-test
	$(PY) -m device.testing.strangers.load --kiosks 20 --customers $(CUSTOMERS)
	STRANGERS_EXAMPLES=$(ORDERS) $(PY) -m pytest tests/faults/test_strangers_orders.py

bench: setup-test
	$(PY) -m device.testing.bench

setup:
	@.ci/setup kiosk

setup-test:
	@.ci/setup kiosk test

# the lock: pinned with hashes, naming no registry's address
lock: setup-test
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --all-extras \
	  --no-header --no-emit-index-url --quiet pyproject.toml -o .ci/requirements.txt

# the drawn chart in docs/, from the table itself
chart: setup
	$(PY) -m device.testing.docs

clean:
	rm -rf $(OUT) .venv build dist *.egg-info
