"""What the benchmarks share: pairs of measurements taken in turn, and their table.

A work is one thing that is timed: kith's way, and a rival's way or none. In each round every way runs
once, so that a drift of the machine falls on all; the ratio is the median of the rounds' ratios.
"""

import dataclasses
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import nullcontext

KITH = os.environ.get("KITH", "build/kith")


@dataclasses.dataclass
class Work:
    section: str
    name: str
    unit: str
    ours: Callable[[], float]  # a speed: more is better
    rivals: dict[str, Callable[[], float]] = dataclasses.field(default_factory=dict)
    note: Callable[[float], str] = lambda speed: ""


def kith(*arguments, text=None):
    """Runs kith; its standard output."""
    done = subprocess.run(
        [KITH, *map(str, arguments)], input=text, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"kith {' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return done.stdout


def seconds(call, *arguments):
    began = time.monotonic()
    call(*arguments)
    return time.monotonic() - began


def last_epoch(log):
    """The last line of a training's log."""
    with open(log, encoding="utf-8") as file:
        return json.loads(file.readlines()[-1])


def has(module):
    """Is a Python module there?"""
    try:
        __import__(module)
    except ImportError:
        return False
    return True


def one_thread():
    """A context in which numpy's BLAS and OpenMP keep to one thread."""
    if not has("threadpoolctl"):
        return nullcontext()
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def measure(work, rounds):
    """Rows of the table: kith alone, or beside each rival."""
    ours, theirs = [], {name: [] for name in work.rivals}
    for _ in range(rounds):
        ours.append(work.ours())
        for name, call in work.rivals.items():
            theirs[name].append(call())
    middle = statistics.median(ours)
    row = [work.section, work.name, work.unit, f"{middle:.4g}"]
    note = work.note(middle)
    if not theirs:
        yield [*row, "", "", "", note]
    for name, speeds in theirs.items():
        ratio = statistics.median(a / b for a, b in zip(ours, speeds))
        yield [*row, name, f"{statistics.median(speeds):.4g}", f"{ratio:.2f}", note]
