# Hồ sơ số. `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench accuracy bench-ocr stop clean minio conformance lock image
SHELL := /bin/bash

PY := .venv/bin/python
JUDGE ?= ../shared/judges/judge
PYTEST_ARGS ?=
# Each has servers of its own: on a big machine more of them are of no use.
PROCESSES ?= $(shell n=$$(nproc); echo $$((n < 4 ? n : 4)))
ifeq ($(CI),true)
override PYTEST_ARGS += --no-skips
endif

help: ## bảng này · this list
	@echo "Hồ sơ số: số hóa, ký số, lưu trữ hồ sơ một cửa"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20
	@echo
	@echo "  HTTP_PORT=8080 DATA_DIR=var   cổng web và thư mục dữ liệu · web port and data folder"
	@echo "  SEEDS='1 2' PAGES=2           accuracy, bench-ocr: trang sinh mới · generated pages"
	@echo "  FOLDER=thư/mục                accuracy, bench-ocr: trang thật kèm .gt.txt · real pages"
	@echo "  PYTEST_ARGS='-k ký'           chọn bài kiểm thử · choose tests"
	@echo "  PROCESSES=1                   số tiến trình kiểm thử, mặc định theo số nhân · test processes"

setup: ## cài những gì còn thiếu, không chạy gì · install what is missing, start nothing
	@scripts/setup.sh run

run: setup ## chạy bản dùng thử, Ctrl-C để dừng · start the demo, Ctrl-C stops it
	@DEMO=1 exec setpriv --pdeathsig TERM -- $(PY) -m service up

stop: ## dừng bản đang chạy trên DATA_DIR · stop what runs on DATA_DIR
	@if [ -x $(PY) ]; then exec $(PY) -m service stop; else echo "Chưa cài gì, không có gì để dừng."; fi

test: ## toàn bộ bài kiểm thử · the whole suite, on real servers
	@scripts/setup.sh test
	@exec $(PY) -m pytest --judge=$(JUDGE) --numprocesses $(PROCESSES) --dist loadfile $(PYTEST_ARGS)

check: ## ruff, mypy và luật kiến trúc · lint, types, layers
	@scripts/setup.sh test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/architecture

bench: ## đo tốc độ và độ chính xác · measure speed and accuracy
	@scripts/setup.sh test
	@exec $(PY) -m bench

# Pages are drawn anew for other SEEDS; TEXTS gives their bodies, CODE_MM the width of a QR code on them (none without);
# FOLDER holds real pages with .gt.txt beside them; KEEP is where accuracy leaves pages and PDFs to be looked at.
SEEDS ?= 1
PAGES ?= 2
ROUNDS ?= 2
CONDITIONS ?=
TEXTS ?= $(wildcard ../shared/corpus/text)
CODE_MM ?=
FOLDER ?=
KEEP ?=
MEASURED = --seeds "$(SEEDS)" --pages $(PAGES) --conditions "$(CONDITIONS)" --texts "$(TEXTS)" --code-mm "$(CODE_MM)" \
    --folder "$(FOLDER)"
accuracy: ## CER, vị trí chữ, trường bóc được · error rates, boxes, fields
	@scripts/setup.sh test
	@exec $(PY) -m bench.accuracy $(MEASURED) --keep "$(KEEP)"

bench-ocr: ## so với OCRmyPDF và tesseract, ghi docs/bench · against OCRmyPDF and tesseract
	@scripts/setup.sh rivals
	@scripts/ocrmypdf.sh
	@exec $(PY) -m bench.contest $(MEASURED) --rounds $(ROUNDS)

minio: ## dựng máy chủ MinIO thật để kiểm thử (cần Go) · build a real MinIO for the tests
	@scripts/minio.sh

conformance: ## hỏi veraPDF và EU DSS (cần Java) · the judges' opinion
	@scripts/setup.sh conformance
	@scripts/judges.sh $(JUDGE)
	@exec $(PY) -m pytest --judge=$(JUDGE) --no-skips -m judge

lock: ## khóa lại phiên bản các gói · lock the packages anew
	@scripts/lock.sh

image: ## dựng ảnh bằng docker hoặc buildah · build the container image
	@scripts/image.sh

clean: ## xóa mọi thứ cài đặt lại được; dữ liệu trong var/ giữ nguyên · remove what can be rebuilt, never data
	@if [ -x $(PY) ] && $(PY) -m service stop 2>/dev/null; then echo "Đã dừng bản đang chạy."; fi
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
