"""Training of a net: 784-256relu-10softmax, batches of 128, Adam, one thread."""

from benches.common import Sample, Way, Work, has, kith, log_lines, one_thread, seconds
from benches.machine import peak
from benches.words import isas

INPUTS, HIDDEN, CLASSES, BATCH, EPOCHS, LR = 784, 256, 10, 128, 2, 1e-3
ROWS = 20000
# Forward and the directions of both layers, and back through the second.
OPERATIONS = 2 * (2 * INPUTS * HIDDEN + 3 * HIDDEN * CLASSES)


def make_table():
    """Rows of noise with labels, as the .npy and the labels that kith reads."""
    import numpy

    rng = numpy.random.default_rng(1)
    x = rng.random((ROWS, INPUTS), dtype="float32")
    y = rng.integers(0, CLASSES, ROWS)
    numpy.save("x.npy", x)
    with open("y.txt", "w", encoding="ascii") as file:
        file.writelines(f"{label}\n" for label in y)
    return x, y


def ours():
    spec = f"{INPUTS}-{HIDDEN}relu-{CLASSES}softmax"
    options = ["--net", spec, "--batch", BATCH, "--epochs", EPOCHS, "--lr", LR, "--threads", 1]
    options += ["--scale", "none", "--schedule", "constant", "--log", "n.log", "-q"]
    kith("classify", "train", "x.npy", "--labels", "y.txt", "-o", "n.kith", *options)
    speed = ROWS * EPOCHS / log_lines("n.log")[-1]["seconds"]
    return Sample(speed, gflops=speed * OPERATIONS / 1e9)


def torch_rows(x, y):
    import torch

    torch.set_num_threads(1)
    net = torch.nn.Sequential(
        torch.nn.Linear(INPUTS, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, CLASSES)
    )
    rule, loss = torch.optim.Adam(net.parameters(), LR), torch.nn.CrossEntropyLoss()
    inputs, labels = torch.from_numpy(x), torch.from_numpy(y)

    def train():
        for _ in range(EPOCHS):
            order = torch.randperm(ROWS)
            for i in range(0, ROWS, BATCH):
                rows = order[i : i + BATCH]
                rule.zero_grad()
                loss(net(inputs[rows]), labels[rows]).backward()
                rule.step()

    return ROWS * EPOCHS / seconds(train)


def sklearn_rows(x, y):
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    net = MLPClassifier((HIDDEN,), alpha=0, batch_size=BATCH, max_iter=EPOCHS, learning_rate_init=LR)
    with warnings.catch_warnings(), one_thread():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return ROWS * EPOCHS / seconds(net.fit, x, y)


def blas_rows(x):
    """What the products of a step alone would take in numpy's BLAS."""
    import numpy

    a, b = x[:BATCH].copy(), numpy.ones((INPUTS, HIDDEN), "float32")
    with one_thread():
        spent = seconds(lambda: [a @ b for _ in range(200)])
    return 200 * 2 * BATCH * INPUTS * HIDDEN / spent / OPERATIONS


def works():
    x, y = make_table()
    rivals = {"products in numpy's BLAS": lambda: blas_rows(x)}
    if has("torch"):
        rivals["torch"] = lambda: torch_rows(x, y)
    if has("sklearn"):
        rivals["scikit-learn"] = lambda: sklearn_rows(x, y)
    isa = isas()[0]
    yield Work(
        "nets",
        f"{INPUTS}-{HIDDEN}relu-{CLASSES}softmax, batch {BATCH}, Adam",
        "rows/s",
        {"kith": Way(ours, isa, 1, [*rivals], peak(isa, 1))},
        rivals,
    )
