PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: demo test browser-test check style types imports migrations translations deployment day bench soak lighthouse screenshots messages lock bundle clean

demo: .venv/.installed
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo --port $(PORT)
	@$(BIN)/python manage.py worker --with-parent & exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 2 \
		--blocking-threads 4 --respawn-failed-workers --log-level warning newsroom.wsgi:application

test: .venv/.installed-dev
	$(BIN)/pytest -n auto --dist worksteal -m "not browser"

browser-test: .venv/.installed-dev
	$(BIN)/pytest -n auto --dist worksteal -m browser

# Each by itself, so that `make -j` can do them side by side.
check: style types imports migrations translations deployment

style: .venv/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.installed-dev
	$(BIN)/mypy accounts articles newsroom

imports: .venv/.installed-dev
	$(BIN)/lint-imports

migrations: .venv/.installed-dev
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_migrations

translations: .venv/.installed-dev
	$(BIN)/python manage.py check_messages

deployment: .venv/.installed-dev
	NEWSROOM_ENV=production NEWSROOM_HOSTS=paper.example NEWSROOM_SITE_URL=https://paper.example \
		NEWSROOM_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

day: .venv/.installed
	$(BIN)/python manage.py day

lighthouse: .venv/.installed-dev tests/readers/lighthouse/node_modules/.package-lock.json
	$(BIN)/python -m tests.readers.measure

screenshots: .venv/.installed-dev
	$(BIN)/python -m tests.readers.screenshots

bench: .venv/.installed
	$(BIN)/python manage.py bench

# Some 15 minutes of kills on each engine, and half an hour of load; SOAK takes further options.
soak: .venv/.installed
	$(BIN)/python manage.py soak --minutes 0 $(SOAK)
	$(BIN)/python manage.py soak --minutes 0 --engine postgresql $(SOAK)
	$(BIN)/python manage.py soak --kills 0 $(SOAK)

messages: .venv/.installed-dev
	$(BIN)/python manage.py check_messages --write

lock: .venv/.installed-dev
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --universal \
		--python-version 3.11 --no-header -q -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url \
		--universal --python-version 3.11 --no-header -q -o requirements-dev.txt

# Everything that a machine without internet needs: see docs/operations.md.
bundle: .venv/.installed
	$(BIN)/python deploy/bundle.py

.venv/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing packages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

tests/readers/lighthouse/node_modules/.package-lock.json: tests/readers/lighthouse/package-lock.json
	@command -v npm >/dev/null || { echo "Node and npm are needed (Debian: apt-get install nodejs npm)."; exit 1; }
	cd tests/readers/lighthouse && npm ci
	@touch $@

clean:
	rm -rf .venv var tests/readers/lighthouse/node_modules
