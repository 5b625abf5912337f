#!/usr/bin/env bash
# image.sh   builds the image hososo:latest with docker, or with buildah where no docker engine answers.
# The base is debian:12-slim from the registry; where none can be reached, debootstrap makes the same from the mirror.
set -euo pipefail
cd "$(dirname "$0")/.."
name="${HOSO_IMAGE:-hososo:latest}"
base=docker.io/library/debian:12-slim

if docker info >/dev/null 2>&1; then
    exec docker build -t "$name" .
fi
if ! command -v buildah >/dev/null; then
    echo "Cần docker đang chạy, hoặc buildah: apt-get install buildah debootstrap. / Neither docker nor buildah here." >&2
    exit 3
fi
if [ "$(id -u)" -eq 0 ]; then
    export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs # needs neither namespaces nor overlays: works inside containers
fi

bootstrap_base() {
    local mirror work container root
    command -v debootstrap >/dev/null || {
        echo "Không tải được $base; cài debootstrap để tự dựng. / No base image; install debootstrap." >&2
        exit 3
    }
    mirror="$("$(dirname "$0")/mirror.sh")"
    work="$(mktemp -d)"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$work" "$mirror" >&2
    container="$(buildah from scratch)"
    root="$(buildah mount "$container")"
    cp -a "$work/." "$root/"
    echo "deb $mirror bookworm main" >"$root/etc/apt/sources.list"
    buildah umount "$container" >/dev/null
    buildah commit -q --rm "$container" "$base"
    rm -rf "$work"
}

if ! buildah inspect --type image "$base" >/dev/null 2>&1 && ! buildah pull -q "$base"; then
    bootstrap_base
fi
# The certificates of this machine, for a package registry behind an authority of one's own.
exec buildah bud --layers=false --pull-never -v /etc/ssl/certs:/etc/ssl/certs:ro -t "$name" .
