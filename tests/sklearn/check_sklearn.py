"""kith's classifiers against scikit-learn's MLPClassifier: the same splits, ten seeds, its defaults.

Called by ./run with the paths of kith and of a folder of CSV files with a column of labels. Both
learn 7 rows of 10, standardised by those rows alone, and are scored on the others. kith is run twice:
with scikit-learn's settings, and with its own defaults; neither was chosen by the rows scored here.
The mean accuracy must be within a point of scikit-learn's, or better.
"""

import csv
import json
import pathlib
import subprocess
import sys
import warnings

import numpy
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

SEEDS, POINT = 10, 0.01
KITH, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        names, *rows = csv.reader(file)
    return names, rows


def write(path, names, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([names, *rows])


def label_column(names):
    return next(i for i, name in enumerate(names) if name in ("label", "class", "target"))


def theirs(names, train, test, seed):
    at = label_column(names)

    def split(rows):
        x = [[float(v) for i, v in enumerate(row) if i != at] for row in rows]
        return numpy.array(x), [row[at] for row in rows]

    (x, y), (u, v) = split(train), split(test)
    scale = StandardScaler().fit(x)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        net = MLPClassifier(random_state=seed).fit(scale.transform(x), y)
    return net.score(scale.transform(u), v)


def ours(names, train, test, seed, settings):
    write("train.csv", names, train)
    write("test.csv", names, test)
    options = ["--label", names[label_column(names)], "--seed", str(seed), "-q", *settings]
    subprocess.run([KITH, "classify", "train", "train.csv", "-o", "net.kith", *options], check=True)
    report = subprocess.check_output([KITH, "classify", "test", "net.kith", "test.csv", "--json"])
    return json.loads(report.splitlines()[0])["accuracy"]


def as_sklearn(rows):
    """MLPClassifier's defaults; its alpha is a penalty of alpha/2 w^2 on a batch of n, over n."""
    batch = min(200, rows)
    return [
        *["--net", "?-100relu-?softmax", "--init", "xavier", "--optim", f"adam:l2={1e-4 / batch:.9g}"],
        *["--lr", "0.001", "--schedule", "constant", "--epochs", "200", "--batch", str(batch)],
    ]


def compare(path):
    names, rows = read(path)
    at = label_column(names)
    scores = []
    for seed in range(SEEDS):
        train, test = train_test_split(
            rows, test_size=0.3, random_state=seed, stratify=[row[at] for row in rows]
        )
        scores.append(
            [
                theirs(names, train, test, seed),
                ours(names, train, test, seed, as_sklearn(len(train))),
                ours(names, train, test, seed, []),
            ]
        )
    return numpy.mean(scores, axis=0)


def main():
    failed = 0
    print("table\tscikit-learn\tkith, its settings\tkith, own defaults")
    for name in ("digits", "iris", "wine", "breast_cancer"):
        rival, same, own = compare(FOLDER / f"{name}.csv")
        wrong = bool(min(same, own) < rival - POINT)
        failed += wrong
        mark = "\tFAILED" if wrong else ""
        print(f"{name}\t{100 * rival:.2f}\t{100 * same:.2f}\t{100 * own:.2f}{mark}", flush=True)
    sys.exit(failed > 0)


main()
