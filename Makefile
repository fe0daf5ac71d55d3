# What one types. Everything is made in .venv and node_modules; nothing outside this folder changes.
.PHONY: run test check bench setup translations clean

PYTHON ?= python3

run: ## Install, build, load the demonstration office and serve it
	@$(PYTHON) tools/setup.py
	@.venv/bin/shouwen demo

test: ## Run the tests on SQLite, and on PostgreSQL where one is found
	@$(PYTHON) tools/setup.py dev
	@.venv/bin/python tools/tests.py $(ARGS)

check: ## Format, lint, types, arrows, rulebooks, migrations, translations, docs
	@$(PYTHON) tools/setup.py dev
	@.venv/bin/python tools/check.py $(ARGS)

bench: ## Run the benchmarks and print the ratios
	@$(PYTHON) tools/setup.py bench
	@.venv/bin/python -m benchmarks $(ARGS)

setup: ## Only make ready for development
	@$(PYTHON) tools/setup.py dev

translations: ## Collect the sentences of the code into django.po
	@$(PYTHON) tools/setup.py dev
	@.venv/bin/python tools/translations.py extract

clean: ## Remove everything that was installed and built, but no data
	rm -rf .venv node_modules src/shouwen/web/static/dist
