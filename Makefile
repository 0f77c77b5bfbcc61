.PHONY: run test lint bench e2e clean
run:
	python3 start.py
test:
	python3 start.py test
lint:
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/python .ci/check_lock.py
bench:
	.venv/bin/python -m benchmarks
e2e:
	.venv/bin/python -m pytest tests/e2e
clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis benchmarks/results
