#!/usr/bin/env bash
# Gives a Debian 12 build machine a Go that can build MinIO. Debian's own is 1.19; its backports have 1.23, which fetches,
# by checksum, the newer compiler that the source asks for.
set -euo pipefail
if [ -n "$(command -v go)" ] || [ -x /usr/lib/go-1.23/bin/go ]; then exit 0; fi
export DEBIAN_FRONTEND=noninteractive
mirror="$("$(dirname "$0")/mirror.sh")"
echo "deb $mirror bookworm-backports main" >/etc/apt/sources.list.d/bookworm-backports.list
apt-get update -q
apt-get install -y -q --no-install-recommends ca-certificates golang-1.23-go
