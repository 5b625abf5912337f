#!/usr/bin/env bash
# Installs OCRmyPDF (MPL-2.0) into .cache/ocrmypdf, for `make bench-ocr` only: never imported, never shipped.
set -euo pipefail
cd "$(dirname "$0")/.."
version=17.13.0
tool=.cache/ocrmypdf

if [ "$("$tool/bin/ocrmypdf" --version 2>/dev/null || true)" = "$version" ]; then exit 0; fi
echo "Cài OCRmyPDF $version để so sánh / for comparison..." >&2
rm -rf "$tool"
python3 -m venv "$tool"
"$tool/bin/pip" install --quiet --disable-pip-version-check "ocrmypdf==$version"
