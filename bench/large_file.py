"""One large file, signed in a process of its own: `SMALL LARGE TARGET P12 PASSPHRASE-FILE`; JSON on standard output."""

import json
import re
import sys
import time
from hashlib import sha256
from pathlib import Path

import signing

CHUNK = 1024 * 1024


def peak_memory() -> int:
    """KiB, of this program alone: `ru_maxrss` would start with the size of who started it."""
    (size,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(size)


def main() -> None:
    """Sign at B-B, warm; tell CPU seconds of that and of a bare SHA-256, and the peak memory in KiB."""
    small, source, target, p12, passphrase = (Path(word) for word in sys.argv[1:])
    signer = signing.load_pkcs12(p12, passphrase.read_bytes())
    signing.sign(small, target, signer, level=signing.Level.B_B)
    started = time.process_time()
    signing.sign(source, target, signer, level=signing.Level.B_B)
    signed = time.process_time()
    peak = peak_memory()
    digest = sha256()
    with source.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    hashed = time.process_time()
    print(json.dumps({"cpu": signed - started, "hash": hashed - signed, "peak": peak}))


if __name__ == "__main__":
    main()
