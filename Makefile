# Everything there is to do here. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr
SYSCONFDIR ?= /etc
DESTDIR ?=
UNITDIR ?= $(PREFIX)/lib/systemd/system
RELEASE := .build/release
DEBUG := .build/debug
VENV := .build/venv
SWIFT_FILES := Sources Tests Package.swift

# Debian's packages: to build, and further ones that the tests need.
BUILD_PACKAGES := pkg-config libsqlite3-dev libssl-dev libcurl4-openssl-dev libpq-dev libpg-query-dev
TEST_PACKAGES := $(BUILD_PACKAGES) sqlite3 postgresql openssl varlink-go python3 python3-venv curl
# To boot a real systemd beside the one of this machine.
SYSTEMD_PACKAGES := systemd dbus util-linux iproute2

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /|/' | column -t -s '|'

# --- what must be there

.PHONY: deps deps-build deps-swift
deps-swift:
	@command -v swift >/dev/null || { echo "swift is not here: install Swift 6.2 or newer and put it into PATH" >&2; exit 1; }

# $(call install,PACKAGES): installs what is missing, as root or through sudo; else says what to install, and stops.
define install
missing=(); for package in $(1); do \
  [[ $$(dpkg-query -W -f '$${Status}' $$package 2>/dev/null) == *" installed" ]] || missing+=($$package); done; \
if (($${#missing[@]})); then \
  if ((EUID == 0)); then as=(env); elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then as=(sudo env); \
  else echo "these packages are missing, install them and start again: apt-get install $${missing[*]}" >&2; exit 1; fi; \
  echo "installing $${missing[*]}"; log=$$(mktemp); \
  { "$${as[@]}" apt-get update && "$${as[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    "$${missing[@]}"; } >$$log 2>&1 || { cat $$log >&2; rm -f $$log; exit 1; }; rm -f $$log; fi
endef

deps-build: deps-swift
	@$(call install,$(BUILD_PACKAGES))

deps: deps-swift ## install what the tests need: Debian's packages, and PyPI's varlink into .build
	@$(call install,$(TEST_PACKAGES) $(SYSTEMD_PACKAGES))
	@if ! $(VENV)/bin/python3 -c 'import varlink' 2>/dev/null; then \
	  echo "installing varlink from PyPI into $(VENV)"; mkdir -p .build; \
	  python3 -m venv $(VENV); $(VENV)/bin/pip install --quiet --disable-pip-version-check varlink; fi

# --- build

.PHONY: build debug clean format
RELEASE_BUILD := swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld
# Exports nothing, and packs relocations: less to read at start, fewer pages that stay in memory.
FEW_PAGES := -Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs
# The client starts anew for every command, and half of that is the dynamic linker's: it takes libstdc++ and libcrypto
# from their archives where there are such, too.
QUICK_START := -Xlinker -L.build/static $(FEW_PAGES)

build: deps-build ## the daemon and its client, for use
	@mkdir -p .build/static; for library in libstdc++.a libcrypto.a libsqlite3.a libpg_query.a; do \
	  archive=$$(clang -print-file-name=$$library 2>/dev/null || true); \
	  [[ $$archive != /* ]] || ln -sf "$$archive" ".build/static/$$library"; done
	$(RELEASE_BUILD) --product migrated $(FEW_PAGES)
	$(RELEASE_BUILD) --product migratectl $(QUICK_START)
	$(RELEASE_BUILD) --product migrated-run $(QUICK_START)

debug: deps-build
	swift build --build-tests

format: ## lay out the code
	swift format -i -r $(SWIFT_FILES)

clean: ## remove what was built
	rm -rf .build

# --- the whole truth

.PHONY: check lint test units check-systemd coverage
check: deps lint debug units check-systemd test ## everything that must hold

lint: deps-swift
	swift format lint --strict -r $(SWIFT_FILES)

# In several processes: tests that wait for other processes must not hold up those that serve sockets.
TEST_GROUPS := "--filter ^ControlTests" "--filter ^SimulationTests" "--filter ^EngineTests" \
  "--filter ^PostgreSQL --skip CrashMatrixTests" "--filter ^PostgreSQLTargetTests.CrashMatrixTests" \
  "--filter ^(Client|Daemon)Tests" "--filter ^BinaryTests" \
  "--skip ^((Control|Simulation|Engine|Client|Daemon|Binary)Tests|PostgreSQL)"
test: deps debug ## all tests, on what was built
	@export PATH="$$PWD/$(VENV)/bin:$$PATH"; log=$$(mktemp); trap 'rm -f $$log' EXIT; passed=0; failed=0; \
	for group in $(TEST_GROUPS); do \
	  echo "swift test $$group"; \
	  swift test --disable-xctest --skip-build $$group >$$log 2>&1 || failed=$$((failed + 1)); \
	  grep -E '✘|recorded an issue|^error|Test run with' $$log | cut -c1-2000 || tail -40 $$log; \
	  count=$$(sed -nE 's/.*Test run with ([0-9]+) tests?.* passed.*/\1/p' $$log | tail -1); \
	  [[ -n $$count && $$count != 0 ]] || failed=$$((failed + (failed == 0))); \
	  passed=$$((passed + $${count:-0})); \
	done; echo "$$passed passed, $$failed failed"; ((failed == 0))

.PHONY: record
record: deps debug ## print the recorded tables and transcripts anew; read them with `git diff`
	MIGRATED_RECORD=1 swift test --disable-xctest --skip-build --quiet --skip BinaryTests --skip SimulationTests

units: deps ## verify the unit files
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	mkdir -p "$$folder/bin"; \
	for unit in systemd/*.service systemd/*.socket systemd/*.timer; do cp "$$unit" "$$folder/"; done; \
	touch "$$folder/bin/migrated" "$$folder/bin/migratectl"; chmod +x "$$folder"/bin/*; \
	sed -i "s#/usr/sbin/migrated#$$folder/bin/migrated#; s#/usr/bin/migratectl#$$folder/bin/migratectl#" "$$folder"/*.service; \
	SYSTEMD_UNIT_PATH="$$folder:" systemd-analyze verify --man=no --recursive-errors=one "$$folder"/migrated*.{service,socket,timer}; \
	for unit in migrated.service migrated-advance.service; do \
	  systemd-analyze security --no-pager --offline=true --threshold=15 "$$folder/$$unit" | tail -1; done

check-systemd: deps debug ## try the units on a real systemd, in an overlay of this machine
	@bash Tests/Systemd/run.sh $(DEBUG)

# The simulation is left out: what it reaches the other tests reach, and it takes longest.
COVERAGE := .build/coverage
COVERAGE_GROUPS = $(subst "--filter ^SimulationTests",,$(TEST_GROUPS))
coverage: deps ## line coverage: the phases module 100 %, all else at least 85 %
	swift build --build-tests --enable-code-coverage --scratch-path $(COVERAGE) --quiet
	@PATH="$$PWD/$(VENV)/bin:$$PATH" bash Tests/coverage.sh $(COVERAGE) $(COVERAGE_GROUPS)

# --- to see it, to measure it

.PHONY: demo bench
demo: build ## the main job on two throw-away databases
	$(RELEASE_BUILD) --product migrated-demo
	@bash Tests/Demo/demo.sh $(RELEASE)

bench: build ## measure, each figure beside its limit
	$(RELEASE_BUILD) --product migrated-bench
	@$(RELEASE)/migrated-bench

# --- put it in place

.PHONY: install uninstall
install: ## into $(DESTDIR)$(PREFIX); BIN=.build/debug installs another build
	@bin="$${BIN:-$(RELEASE)}"; [[ -x $$bin/migrated && -x $$bin/migratectl && -x $$bin/migrated-run ]] || { \
	  echo "$$bin has not all of migrated, migratectl and migrated-run: run \`make build\` first" >&2; exit 1; }; \
	install -D -m 755 "$$bin/migrated" "$(DESTDIR)$(PREFIX)/sbin/migrated"; \
	install -D -m 755 "$$bin/migratectl" "$(DESTDIR)$(PREFIX)/bin/migratectl"; \
	install -D -m 755 "$$bin/migrated-run" "$(DESTDIR)$(PREFIX)/libexec/migrated/migrated-run"; \
	for unit in migrated.service migrated.socket migrated-advance.service migrated-advance.timer; do \
	  install -D -m 644 "systemd/$$unit" "$(DESTDIR)$(UNITDIR)/$$unit"; done; \
	install -D -m 644 systemd/migrated.sysusers "$(DESTDIR)$(PREFIX)/lib/sysusers.d/migrated.conf"; \
	install -D -m 644 systemd/migrated.tmpfiles "$(DESTDIR)$(PREFIX)/lib/tmpfiles.d/migrated.conf"; \
	[[ -e "$(DESTDIR)$(SYSCONFDIR)/migrated/migrated.yaml" ]] || \
	  install -D -m 644 etc/migrated/migrated.yaml "$(DESTDIR)$(SYSCONFDIR)/migrated/migrated.yaml"; \
	for page in docs/man/*.[0-9]; do [[ -e $$page ]] || continue; \
	  install -D -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}"; done; \
	completion=$$(mktemp); "$$bin/migratectl" --generate-completion-script bash >$$completion; \
	install -D -m 644 $$completion "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/migratectl"; rm -f $$completion

uninstall: ## take it away again; the configuration and /var/lib/migrated stay
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,sbin/migrated bin/migratectl libexec/migrated/migrated-run \
	  lib/sysusers.d/migrated.conf lib/tmpfiles.d/migrated.conf share/bash-completion/completions/migratectl) \
	  $(addprefix $(DESTDIR)$(UNITDIR)/,migrated.service migrated.socket migrated-advance.service migrated-advance.timer) \
	  $(foreach page,$(notdir $(wildcard docs/man/*.[0-9])),$(DESTDIR)$(PREFIX)/share/man/man$(lastword $(subst ., ,$(page)))/$(page))
	@[[ ! -d $(DESTDIR)$(PREFIX)/libexec/migrated ]] || rmdir --ignore-fail-on-non-empty $(DESTDIR)$(PREFIX)/libexec/migrated
