#!/usr/bin/env bash
# judges.sh JUDGE   builds the judges once, so that no test waits minutes for Maven.
set -euo pipefail
judge="$1"
if [ ! -x "$judge" ]; then
    echo "Không có $judge; đặt JUDGE=ĐƯỜNG_DẪN. / No judge there." >&2
    exit 1
fi
answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT
# It has no PDF to judge here and says so (2); only a failed build is a failure of ours.
"$judge" pdfa /dev/null >"$answer" 2>&1 || true
if grep -q "judge: .*\(failed\|missing\)" "$answer"; then
    cat "$answer" >&2
    exit 1
fi
