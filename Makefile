# Two commands do all the set-up on a fresh Debian or Ubuntu: `make demo` and `make test`.
PY := .venv/bin/python
OUT ?= out

.PHONY: demo test check bench wired lock chart clean setup setup-test

PORT ?= 8080

demo: setup
	$(PY) -m device demo --port $(PORT)

test: setup-test check
	$(PY) -m pytest -n 2 --dist loadscope --durations=10

check: setup-test
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

# every journey on real wires, people and mechanics hurried; some twenty minutes
wired: setup-test
	$(PY) -m device journey all --wired --hurry 20 --quiet

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
