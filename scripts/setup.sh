#!/usr/bin/env bash
# setup.sh [run|test|conformance|rivals]   makes this machine ready: system packages, then .venv. Safe to repeat, safe to kill.
# What is there already is found by looking, not by asking the package manager; a second call touches no network.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose="${1:-run}"

say() { echo "$*" >&2; }

# Prints the Debian package of everything that is missing.
missing_packages() {
    local languages
    languages="$(tesseract --list-langs 2>/dev/null || true)"
    command -v tesseract >/dev/null || echo tesseract-ocr
    grep -qx vie <<<"$languages" || echo tesseract-ocr-vie
    grep -qx osd <<<"$languages" || echo tesseract-ocr-osd
    # fonts-liberation (without 2) lacks 92 of the 134 Vietnamese letters.
    [ -e /usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf ] || echo fonts-liberation2
    [ -n "$(find_python)" ] || echo python3
    "$(find_python || echo false)" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    command -v setpriv >/dev/null && command -v unshare >/dev/null || echo util-linux
    if [ "$purpose" != run ]; then
        need pdftotext poppler-utils
        need pdfsig poppler-utils
        need qpdf qpdf
        need mutool mupdf-tools
        need certutil libnss3-tools
        need openssl openssl
        need softhsm2-util softhsm2
        need pkcs11-tool opensc
    fi
    if [ "$purpose" = conformance ]; then
        need javac default-jdk-headless
        need mvn maven
        need chromium chromium
    fi
    if [ "$purpose" = rivals ]; then
        need gs ghostscript
        need unpaper unpaper
    fi
}

need() { command -v "$1" >/dev/null || echo "$2"; }

find_python() {
    local candidate
    for candidate in /usr/bin/python3.11 python3.11 /usr/bin/python3 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
}

install_packages() {
    local packages=("$@") root=()
    if ! command -v apt-get >/dev/null; then
        say "Máy này không có apt-get. Hãy cài: ${packages[*]} / Please install these packages."
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "Cần quyền quản trị một lần. Hãy nhờ người có quyền chạy / Ask an administrator to run:"
            say "    apt-get install ${packages[*]}"
            exit 1
        fi
        root=(sudo)
        [ -t 0 ] || root=(sudo -n)
    fi
    root+=(env DEBIAN_FRONTEND=noninteractive)
    say "Cài gói hệ thống: ${packages[*]}"
    "${root[@]}" dpkg --configure -a # an earlier call may have been killed half way
    "${root[@]}" apt-get update -q || say "apt-get update không trọn vẹn, thử cài tiếp."
    "${root[@]}" apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "${packages[@]}"
}

mapfile -t packages < <(missing_packages | sort -u)
if [ "${#packages[@]}" -gt 0 ]; then
    install_packages "${packages[@]}"
    mapfile -t packages < <(missing_packages | sort -u)
    if [ "${#packages[@]}" -gt 0 ]; then
        say "Vẫn thiếu sau khi cài: ${packages[*]} / Still missing."
        exit 1
    fi
fi

# Python packages: exactly those of the lock, each with its hash.
list=requirements.txt
stamp=.venv/.ready-run # written last
if [ "$purpose" != run ]; then
    list=tests/requirements.txt # holds the product's own as well
    stamp=.venv/.ready-test
fi
python="$(find_python)"
wanted="$(sha256sum "$list" | cut -c1-64) $("$python" -c 'import sys; print(sys.version.split()[0])')"
fresh() { [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; }
if fresh; then exit 0; fi

mkdir -p .cache
exec 9>.cache/setup.lock
flock 9 # two calls at once: the second finds the work done
if fresh; then exit 0; fi
# A pip that was killed leaves packages that look whole; only starting over is safe.
if [ -e .venv/.unfinished ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
fi
if [ ! -d .venv ]; then
    say "Tạo .venv bằng $python"
    mkdir .venv
    touch .venv/.unfinished
    "$python" -m venv .venv
fi
touch .venv/.unfinished
rm -f .venv/.ready-*
say "Cài các gói Python đã khóa ($list)..."
.venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --root-user-action=ignore \
    --require-hashes -r "$list"
echo "$wanted" >"$stamp"
if [ "$purpose" != run ]; then
    # The tests' list holds every package of the product's: who has the one has the other.
    echo "$(sha256sum requirements.txt | cut -c1-64) ${wanted#* }" >.venv/.ready-run
fi
rm .venv/.unfinished
