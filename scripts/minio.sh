#!/usr/bin/env bash
# Builds the last MinIO server from its source, for tests only: AGPL-3, no longer maintained, never imported or shipped.
# MinIO's own downloads and images were withdrawn in 2026; the Go module proxy still has the source.
# The result is kept in .cache/minio/KEY/minio, KEY naming version, Go and processor.
set -euo pipefail
cd "$(dirname "$0")/.."

version=v0.0.0-20260212201848-7aac2a2c5b7c
module_hash="h1:/qdoYujxF5MBLDMVLeiYJ/7fBa1HikX39Dvzb9Ji8pA="

PATH="$PATH$(printf ':%s' /usr/lib/go-*/bin)" # where Debian puts the versions it backports
if ! command -v go >/dev/null; then
    echo "Chưa có Go (từ 1.21), không dựng được MinIO để kiểm thử: cài từ https://go.dev/dl rồi chạy lại 'make minio'." >&2
    echo "Go is absent: the tests on a real MinIO will be skipped." >&2
    exit 3
fi

key="$version-$(go env GOVERSION)-$(go env GOARCH)"
folder=".cache/minio/$key"

# What `go version -m` says is written into the program by the compiler: module, version and hash of its source.
is_the_right_one() {
    go version -m "$1" 2>/dev/null | grep -qF "$(printf 'mod\tgithub.com/minio/minio\t%s\t%s' "$version" "$module_hash")"
}

if [ -x "$folder/minio" ] && is_the_right_one "$folder/minio"; then
    echo "MinIO đã có sẵn: $folder/minio"
    exit 0
fi

echo "Đang dựng MinIO từ mã nguồn (khoảng 5 phút, 3 GB tạm)..."
half="$(pwd)/.cache/minio/.building"
rm -rf "$half"
mkdir -p "$half" "$folder"
GOBIN="$half" CGO_ENABLED=0 GOFLAGS=-trimpath GOTOOLCHAIN=auto \
    go install -ldflags "-s -w" "github.com/minio/minio@$version"
if ! is_the_right_one "$half/minio"; then
    echo "Mã nguồn MinIO tải về không đúng: $(go version -m "$half/minio" | grep -F minio/minio)" >&2
    exit 1
fi
mv "$half/minio" "$folder/minio"
rm -rf "$half"
echo "Đã dựng: $folder/minio"
