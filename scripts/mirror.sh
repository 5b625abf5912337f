#!/usr/bin/env bash
# Prints the Debian mirror this machine uses, from its own apt settings; fails where there is none.
set -euo pipefail
for list in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    [ -r "$list" ] || continue
    found="$(grep -v '^#' "$list" | grep -o 'https\{0,1\}://[^ ]*/debian/\{0,1\}' | head -n 1)" || continue
    echo "$found"
    exit 0
done
echo "Không thấy kho Debian trong /etc/apt. / No Debian mirror in /etc/apt." >&2
exit 3
