"""The program under test, whose path is the first argument, and what is expected of it."""

import subprocess
import sys

KITH = sys.argv[1]


def kith(*arguments):
    done = subprocess.run([KITH, *arguments], capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"kith {' '.join(arguments)}: {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


def expect(held, what):
    if not held:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")
