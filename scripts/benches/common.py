"""What the benchmarks share: speeds measured in turns, and the rows of their table.

A work is one thing that is timed in several ways: kith's with this ISA or that many threads, and those
of rivals. In each round every way runs once, so that a drift of the machine falls on all; a speed is the
median of its rounds, a ratio the median of the rounds' ratios.
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
COLUMNS = ["section", "work", "isa", "threads", "unit", "kith", "rival", "its speed", "ratio"]
COLUMNS += ["kept/s", "GFLOP/s", "peak GFLOP/s", "% of peak", "memory GFLOP/s"]


@dataclasses.dataclass
class Sample:
    speed: float  # in the work's unit: more is better
    kept: float = 0  # words a second after thinning
    gflops: float = 0  # arithmetic that was needed


@dataclasses.dataclass
class Way:
    call: Callable[[], Sample | float]
    isa: str = ""
    threads: int = 0
    against: list[str] = dataclasses.field(default_factory=list)  # names of other ways
    peak: float = 0  # GFLOP/s of multiply-adds alone
    rows: float = 0  # millions a second that memory brings
    rows_a_word: float = 0  # that a kept word needs brought


@dataclasses.dataclass
class Work:
    section: str
    name: str
    unit: str
    ways: dict[str, Way]
    rivals: dict[str, Callable[[], float]] = dataclasses.field(default_factory=dict)


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


def log_lines(log):
    """A training's log, an object an epoch."""
    with open(log, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


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


def figure(value):
    """Four digits, or nothing for 0."""
    return f"{value:.4g}" if value else ""


def row(work, way, samples, other="", others=()):
    """A line of the table: the medians of a way's samples, beside those of another."""
    speed, kept, gflops = (
        statistics.median(getattr(s, name) for s in samples) for name in ("speed", "kept", "gflops")
    )
    ratio = statistics.median(a.speed / b.speed for a, b in zip(samples, others)) if others else 0
    memory = gflops / kept * way.rows * 1e6 / way.rows_a_word if way.rows_a_word else 0
    cells = [work.section, work.name, way.isa, str(way.threads or ""), work.unit, figure(speed)]
    cells += [other, figure(others and statistics.median(s.speed for s in others)), figure(ratio)]
    cells += [figure(kept), figure(gflops), figure(way.peak if gflops else 0)]
    cells += [figure(100 * gflops / way.peak if way.peak else 0), figure(memory)]
    return dict(zip(COLUMNS, cells))


def measure(work, rounds):
    """Rows of the table: each way of kith's alone, or beside each of those it is set against."""
    calls = {name: way.call for name, way in work.ways.items()} | work.rivals
    samples = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            got = call()
            samples[name].append(got if isinstance(got, Sample) else Sample(got))
    for name, way in work.ways.items():
        if not way.against:
            yield row(work, way, samples[name])
        for other in way.against:
            yield row(work, way, samples[name], other, samples[other])
