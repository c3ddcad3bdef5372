# tra cứu kế hoạch — mọi lệnh tự chuẩn bị những gì nó cần · every target sets up what it needs.
#
#   make serve                                   phục vụ kho có sẵn · serve the bundled plans
#   make serve PLANS=folder INDEX=folder PORT=8000 ARGS="--mcp"
#   make test | lint | bench | eval | clean
#
# Chỉ cần python3 (>= 3.11), make và một kho gói · needs python3, make and a package registry only.
# Trên Debian/Ubuntu còn tự cài các gói ở SYSTEM khi được phép · and on Debian/Ubuntu the packages
# of SYSTEM are installed where that is allowed; SYSTEM= leaves the system alone.

PYTHON    ?= python3
PLANS     ?= corpus/plans
INDEX     ?= index
HOST      ?= 127.0.0.1
PORT      ?= 8000
# Cùng lúc chạy bấy nhiêu phần kiểm thử · the tests are shared by so many processes.
WORKERS   ?= 2
QUESTIONS ?= $(wildcard tests/quality/*.jsonl)
# Địa chỉ kho gói riêng của bản torch CPU, khi kho gói thường không có · the package index that
# holds torch's CPU build, where the usual registry has only the one with CUDA.
TORCH_INDEX ?=

# Gói hệ thống: nhận dạng chữ cho bản quét; hai dòng sau chỉ để kiểm thử · system packages: OCR for
# scans; for the tests only; the browser the tests drive.
SYSTEM     := tesseract-ocr tesseract-ocr-vie
SYSTEM_DEV := libpango-1.0-0 libpangoft2-1.0-0 fonts-dejavu-core fonts-dejavu-extra fonts-liberation2
BROWSER    := chromium

VENV  := .venv
BIN   := $(VENV)/bin
PIP   := $(BIN)/python -m pip --disable-pip-version-check -qq
READY := $(VENV)/.ready
DEV   := $(VENV)/.ready-dev
TORCH := $(shell sed -n 's/^torch==//p' constraints.txt)
# The names are in the stamps: other packages are asked for anew.
named  = $(subst $(blank) ,+,$(strip $(1)))
blank :=
SYSTEM_READY     := $(VENV)/.system-$(call named,$(SYSTEM))
SYSTEM_DEV_READY := $(VENV)/.system-dev-$(call named,$(SYSTEM_DEV) $(BROWSER))

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev serve test lint format bench fuzz load eval clean
.DELETE_ON_ERROR:

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

setup: $(READY) $(SYSTEM_READY)
	@:

setup-dev: $(DEV) $(SYSTEM_READY) $(SYSTEM_DEV_READY)
	@:

# The stamps are newer than what they were made from, or the step runs again.
$(READY): pyproject.toml constraints.txt
	@$(check_python)
	@$(make_venv)
	@$(install_torch)
	@echo "→ Cài các gói còn lại · Installing the other packages…"
	@$(PIP) install -c constraints.txt --editable . || { $(say_registry); exit 1; }
	@touch $@
	@echo "✓ Đã cài đặt xong vào $(VENV)/ · Set up."

$(DEV): $(READY)
	@echo "→ Cài công cụ kiểm thử · Installing the test tools…"
	@$(PIP) install -c constraints.txt --editable '.[dev]' || { $(say_registry); exit 1; }
	@touch $@

# What cannot be installed is said, and is no reason to stop: all but OCR works without.
$(SYSTEM_READY): | $(READY)
	@$(call install_system,$(SYSTEM),tesseract --list-langs 2>/dev/null | grep -qx vie)
	@touch $@

$(SYSTEM_DEV_READY): | $(DEV)
	@$(call install_system,$(SYSTEM_DEV),false)
	@$(call install_system,$(BROWSER),{ command -v chromium || command -v chromium-browser; } >/dev/null)
	@touch $@

serve: $(READY) $(SYSTEM_READY)
	@exec $(BIN)/tracuu serve --plans "$(PLANS)" --index "$(INDEX)" --host "$(HOST)" --port "$(PORT)" $(ARGS)

# One thread for each worker: more of them take the cores from one another. Nothing is reached but
# this machine: all that is needed is here by now.
test: $(DEV) $(SYSTEM_READY) $(SYSTEM_DEV_READY)
	@OMP_NUM_THREADS=1 $(BIN)/python -m tests.apart $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadscope --no-loadscope-reorder $(ARGS)

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEV)
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

fuzz: $(DEV) $(SYSTEM_READY)
	@$(BIN)/python -m tests.faults.fuzz 1000000 --files 500 --seconds 3600 $(ARGS)

load: $(DEV) $(SYSTEM_READY)
	@$(BIN)/python -m tests.faults.load $(ARGS)

bench: $(DEV) $(SYSTEM_READY)
	@$(BIN)/python -m tests.bench $(ARGS)

eval: $(READY)
	@test -n "$(QUESTIONS)" || { echo "Chưa có bộ câu hỏi: make eval QUESTIONS=tệp.jsonl INDEX=thư-mục · No questions: make eval QUESTIONS=file.jsonl INDEX=folder" >&2; exit 2; }
	@test -e "$(INDEX)/CURRENT" || $(BIN)/tracuu index "$(PLANS)" --index "$(INDEX)"
	@$(BIN)/tracuu eval $(QUESTIONS) --index "$(INDEX)" $(ARGS)

clean:
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@echo "✓ Đã dọn (giữ nguyên chỉ mục $(INDEX)/) · Cleaned (the index $(INDEX)/ is kept)."

define check_python
command -v $(PYTHON) >/dev/null 2>&1 || { \
  echo "Không thấy $(PYTHON). Hãy cài Python 3.11 trở lên, hoặc: make PYTHON=đường-dẫn" >&2; \
  echo "No $(PYTHON). Install Python 3.11 or later, or: make PYTHON=path" >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "Cần Python 3.11 trở lên; $(PYTHON) là: $$($(PYTHON) --version 2>&1). Thử: make PYTHON=python3.12" >&2; \
  echo "Python 3.11 or later is needed. Try: make PYTHON=python3.12" >&2; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo "Python này thiếu venv/ensurepip. Trên Debian/Ubuntu: apt install python3-venv, rồi chạy lại." >&2; \
  echo "This Python lacks venv/ensurepip. On Debian/Ubuntu: apt install python3-venv, then run again." >&2; exit 1; }
endef

# A .venv that was copied from elsewhere or half made does not answer; make it afresh.
define make_venv
if ! { test -x $(BIN)/python && $(BIN)/python -m pip --version; } >/dev/null 2>&1; then \
  echo "→ Tạo môi trường Python trong $(VENV)/ · Creating $(VENV)/…"; \
  $(PYTHON) -m venv --clear $(VENV); \
fi
endef

# The CPU build is a tenth of the size. It is asked for by its full name first, then at
# TORCH_INDEX; only then is whatever the registry has for this platform taken.
define install_torch
if ! $(BIN)/python -c 'import importlib.metadata as m, sys; sys.exit(m.version("torch").split("+")[0] != "$(TORCH)")' 2>/dev/null; then \
  echo "→ Cài torch $(TORCH), bản CPU (khoảng 200 MB) · Installing torch, CPU build (about 200 MB)…"; \
  $(PIP) install -c constraints.txt "torch==$(TORCH)+cpu" 2>/dev/null || \
  { test -n "$(TORCH_INDEX)" && $(PIP) install -c constraints.txt --extra-index-url "$(TORCH_INDEX)" "torch==$(TORCH)+cpu"; } || \
  { echo "  Kho gói không có bản CPU riêng, lấy bản mặc định (trên Linux có thể kèm CUDA, vài GB; xem README: TORCH_INDEX)"; \
    echo "  The registry has no CPU build by name; taking its default (on Linux perhaps with CUDA, several GB; see README: TORCH_INDEX)"; \
    $(PIP) install -c constraints.txt "torch==$(TORCH)"; } || { $(say_registry); exit 1; }; \
fi
endef

# Packages, and a command that succeeds where they are not needed.
define install_system
missing=; \
for package in $(1); do \
  test "$$(dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null)" = installed || missing="$$missing $$package"; \
done; \
if test -n "$$missing" && $(2); then missing=; fi; \
if test -n "$$missing" && command -v apt-get >/dev/null 2>&1; then \
  if test "$$(id -u)" = 0; then as=env; elif sudo -n true 2>/dev/null; then as="sudo -n env"; else as=; fi; \
  if test -n "$$as"; then \
    echo "→ Cài gói hệ thống · Installing system packages:$$missing"; \
    apt="$$as DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=60"; \
    install="$$apt install --yes --no-install-recommends$$missing"; \
    if $$install >/dev/null 2>&1 || { $$apt update >/dev/null 2>&1; $$install >/dev/null 2>&1; }; then missing=; fi; \
  fi; \
fi; \
if test -n "$$missing"; then \
  echo "Không tự cài được:$$missing. Thiếu gói này thì bản quét chưa đọc được (hoặc một số kiểm thử bị bỏ qua); mọi thứ khác vẫn chạy. Trên Debian/Ubuntu: sudo apt install$$missing" >&2; \
  echo "Could not install:$$missing. Without it scans stay unread (or some tests are skipped); all else works. On Debian/Ubuntu: sudo apt install$$missing" >&2; \
fi
endef

define say_registry
echo "Cài đặt không xong. Kiểm tra đường tới kho gói (pip config list) rồi chạy lại; phần đã tải được giữ." >&2; \
echo "Installing failed. Check the way to your package registry (pip config list), then run again." >&2
endef
