"""What `kith classify test` and `kith regress test` report, against scikit-learn's measures of the
same predictions.

Called by ./run in an empty folder, with the path of the program. Needs numpy and scikit-learn.
"""

import csv
import json

import numpy
from program import expect, kith
from sklearn import metrics

ROWS = 400


def near(ours, theirs):
    return bool(numpy.allclose(ours, theirs, rtol=1e-6, atol=1e-6))


def write(path, names, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([names, *rows])


def blobs(classes, seed):
    """Clouds that overlap, some larger than others; labels of several characters."""
    rng = numpy.random.default_rng(seed)
    labels = numpy.minimum(rng.integers(0, classes + 1, ROWS), classes - 1)
    points = rng.standard_normal((ROWS, 3)) + 1.1 * numpy.eye(classes, 3)[labels]
    return points, [f"class {c}" for c in labels]


def predictions(model, table, classes):
    """The probabilities [rows][classes] that `predict` prints, in the order of the names."""
    lines = kith("classify", "predict", model, table, "-k", str(len(classes)), "--json")
    answers = [json.loads(line) for line in lines.splitlines()]
    by_name = [{a["label"]: a["probability"] for a in row["answers"]} for row in answers]
    return numpy.array([[row[name] for name in classes] for row in by_name])


def check_classes(what, net, count):
    names = ["x", "y", "z", "label"]
    for path, seed in (("train.csv", 1), ("test.csv", 2)):
        points, labels = blobs(count, seed)
        write(path, names, [[*map(repr, map(float, p)), y] for p, y in zip(points, labels)])
    kith("classify", "train", "train.csv", "-o", "m.kith", "--net", net, "--epochs", "20", "-q")
    report = json.loads(kith("classify", "test", "m.kith", "test.csv", "--json"))
    classes = [c["label"] for c in report["classes"]]
    p = predictions("m.kith", "test.csv", classes)
    guess = [classes[i] for i in p.argmax(1)]
    precision, recall, f1, rows = metrics.precision_recall_fscore_support(
        labels, guess, labels=classes, zero_division=0)

    expect(classes == sorted(set(labels)), f"{what}: every class is reported")
    expect(bool((abs(p.sum(1) - 1) < 1e-6).all()), f"{what}: probabilities sum to 1")
    expect(near(report["accuracy"], metrics.accuracy_score(labels, guess)), f"{what}: accuracy")
    for average in ("macro", "micro"):
        theirs = metrics.f1_score(labels, guess, average=average)
        expect(near(report[f"{average}_f1"], theirs), f"{what}: {average} F1")
    for key, theirs in (("precision", precision), ("recall", recall), ("f1", f1), ("rows", rows)):
        expect(near([c[key] for c in report["classes"]], theirs), f"{what}: {key} of each class")
    table = metrics.confusion_matrix(labels, guess, labels=classes).tolist()
    expect(report["confusion"] == table, f"{what}: confusion matrix")
    loss = metrics.log_loss(labels, p, labels=classes)
    expect(near(report["log_loss"], loss), f"{what}: log loss")
    areas = [metrics.roc_auc_score([y == c for y in labels], p[:, i]) for i, c in enumerate(classes)]
    expect(near([c["auc"] for c in report["classes"]], areas), f"{what}: ROC AUC of each class")
    expect(near(report["auc"], numpy.mean(areas)), f"{what}: ROC AUC")


def check_numbers():
    rng = numpy.random.default_rng(3)
    x = rng.standard_normal((ROWS, 2))
    y = 3 * x[:, 0] - x[:, 1] ** 2 + rng.standard_normal(ROWS)
    write("numbers.csv", ["x", "y", "t"], [map(repr, map(float, r)) for r in numpy.c_[x, y]])
    kith("regress", "train", "numbers.csv", "-o", "r.kith", "--epochs", "20", "-q")
    report = json.loads(kith("regress", "test", "r.kith", "numbers.csv", "--json"))["targets"][0]
    lines = kith("regress", "predict", "r.kith", "numbers.csv").splitlines()
    p = [float(line.split("\t")[0]) for line in lines]
    for key, theirs in (("rmse", metrics.mean_squared_error(y, p, squared=False)),
                        ("mae", metrics.mean_absolute_error(y, p)),
                        ("r2", metrics.r2_score(y, p))):
        expect(near(report[key], theirs), f"numbers: {key}")


check_classes("three classes", "?-16relu-?softmax", 3)
check_classes("two classes by one output", "?-8tanh-1sigmoid", 2)
check_classes("one against all", "?-8tanh-?sigmoid", 3)
check_numbers()
