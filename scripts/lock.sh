#!/usr/bin/env bash
# Turns requirements.in and tests/requirements.in into lists with versions and hashes. Needs the network.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=.cache/lock
[ -x "$tool/bin/uv" ] || { python3 -m venv "$tool" && "$tool/bin/pip" install --quiet uv; }
# Extras stay in: an older pip looks for `pydantic[email]` of a package of ours apart from the pinned `pydantic`, finds a
# newer release and stops for want of its hash.
compile() { "$tool/bin/uv" pip compile --quiet --generate-hashes --no-strip-extras --universal --python-version 3.11 --no-emit-index-url "$@"; }
compile requirements.in -o requirements.txt
cd tests
tool=../$tool
compile requirements.in -o requirements.txt
