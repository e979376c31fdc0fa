"""The machine: what it is, what it can do at most, and what kernels make of it."""

import functools
import os
import pathlib
import platform
import subprocess
import sys
import time

from benches.common import COLUMNS, figure, has

LOOKS = 5  # at a limit
KERNELS = os.environ.get("KERNELS", "build/release/tests/bench/kernels")
MODULES = {"gensim": "gensim", "faiss": "faiss", "torch": "torch", "scikit-learn": "sklearn"}


def kernels(*arguments):
    """What the program that times kernels prints; nothing where it cannot."""
    done = subprocess.run(
        [KERNELS, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else ""


def limit(*arguments):
    """The best of several looks, some time apart: other work may stand in the way of one."""
    best = 0
    for look in range(LOOKS):
        time.sleep(0.3 if look else 0)
        best = max(best, float(kernels(*arguments) or 0))
    return best


@functools.cache
def peak(isa, threads):
    """GFLOP/s of multiply-adds in registers; 0 where nobody has written the loop."""
    return limit("peak", isa, threads)


@functools.cache
def memory_rows(vocab, sample, width, threads):
    """Millions of rows a second, read and written, as the text's words draw them."""
    return limit("rows", vocab, sample, width, threads)


def kernel_rows():
    """The kernels' rows of the table."""
    for line in kernels().splitlines()[1:]:
        isa, kernel, nanoseconds, gflops, limit = line.split("\t")
        share = 100 * float(gflops) / float(limit) if float(limit) else 0
        cells = ["kernels", kernel, isa, "1", "calls/s", figure(1e9 / float(nanoseconds))]
        cells += ["", "", "", "", gflops, figure(float(limit)), figure(share), ""]
        yield dict(zip(COLUMNS, cells))


def field(path, name):
    """The first value of a name in a file of "name : value" lines."""
    try:
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((x.partition(":")[2].strip() for x in lines if x.startswith(name)), "")


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.partition("\n")[0]


def describe():
    """The machine in a line, and the versions of what is timed on it; no names of hosts."""
    model = field("/proc/cpuinfo", "model name") or platform.machine()
    virtual = " (virtual)" if "hypervisor" in field("/proc/cpuinfo", "flags").split() else ""
    memory = field("/proc/meminfo", "MemTotal").split()
    gigabytes = f", {int(memory[0]) / 2**20:.0f} GiB" if memory else ""
    yield f"machine: {os.cpu_count()} cores{virtual}, {model}{gigabytes}, load {os.getloadavg()[0]:.1f}"
    yield f"compiler: {first_line('cc', '--version')}"
    found = {"python": platform.python_version()}
    for name, module in MODULES.items():
        if has(module):
            found[name] = getattr(sys.modules[module], "__version__", "")
    yield "beside: " + ", ".join(f"{name} {version}" for name, version in found.items())
