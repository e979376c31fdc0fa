"""The same first weights and batches through kith and through torch: after 100 steps no weight
differs by more than 1e-5.

Called by ./run with the path of net_steps. torch computes in double, from the spec that kith was
given, in its own words: nothing here is shared with src/ but the names of mechanisms.
"""

import re
import subprocess
import sys

import torch
from torch import nn
from torch.nn import functional as F

STEPS, ROWS, BATCHES, LIMIT = 100, 16, 4, 1e-5
MLP = "12-16relu-16tanh-5softmax"

ACTIVATIONS = {
    "": lambda z: z,
    "linear": lambda z: z,
    "clip01": lambda z: z.clamp(0, 1),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky": lambda z: F.leaky_relu(z, 0.01),
    "leaky:0.2": lambda z: F.leaky_relu(z, 0.2),
    "elu": F.elu,
    "swish": F.silu,
    "silu": F.silu,
    "softplus": F.softplus,
    "gelu": F.gelu,
    "selu": F.selu,
    "hard-sigmoid": F.hardsigmoid,
    "hard-tanh": F.hardtanh,
    "softsign": F.softsign,
    "gaussian": lambda z: torch.exp(-z * z),
}

# What kith calls a loss, by torch's functions of logits (or values) and targets. Sums of squares are
# sums over the batch; the others average over its examples, and mse, mae and huber over outputs too.
LOSSES = {
    "ce": lambda z, t: F.cross_entropy(z, t),
    "kl": lambda z, t: F.kl_div(F.log_softmax(z, 1), t, reduction="batchmean"),
    "bce": lambda z, t: F.binary_cross_entropy_with_logits(z, t) * z.shape[1],
    "sse": lambda z, t: F.mse_loss(z, t, reduction="sum"),
    "hsse": lambda z, t: F.mse_loss(z, t, reduction="sum") / 2,
    "mse": F.mse_loss,
    "hmse": lambda z, t: F.mse_loss(z, t) / 2,
    "mae": F.l1_loss,
    "huber": F.huber_loss,
    "huber:0.1": lambda z, t: F.huber_loss(z, t, delta=0.1),
}

OPTIMISERS = {
    "sgd": (0.1, lambda p, lr: torch.optim.SGD(p, lr)),
    "sgd:l2=0.01": (0.1, lambda p, lr: torch.optim.SGD(p, lr, weight_decay=0.01)),
    "momentum": (0.02, lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9)),
    "nesterov": (0.02, lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9, nesterov=True)),
    "nag": (0.02, None),
    "adagrad": (0.01, lambda p, lr: torch.optim.Adagrad(p, lr, eps=1e-10)),
    "adadelta": (1, lambda p, lr: torch.optim.Adadelta(p, lr, rho=0.95, eps=1e-6)),
    "rmsprop": (0.001, lambda p, lr: torch.optim.RMSprop(p, lr, alpha=0.99, eps=1e-8)),
    "adam": (0.001, torch.optim.Adam),
    "adam:l2=0.01": (0.001, lambda p, lr: torch.optim.Adam(p, lr, weight_decay=0.01)),
    "adam:b1=0.8,b2=0.99": (0.001, lambda p, lr: torch.optim.Adam(p, lr, betas=(0.8, 0.99))),
    "adamw": (0.001, lambda p, lr: torch.optim.AdamW(p, lr, weight_decay=0.01)),
}


class Nag:
    """Nesterov's gradient at the look-ahead: v = m v - lr g(w + m v); w += v."""

    def __init__(self, parameters, lr, momentum=0.9):
        self.parameters, self.lr, self.momentum = list(parameters), lr, momentum
        self.velocity = [torch.zeros_like(p) for p in self.parameters]

    def ahead(self):
        for p, v in zip(self.parameters, self.velocity):
            p.data += self.momentum * v

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    def step(self):
        for p, v in zip(self.parameters, self.velocity):
            p.data -= self.momentum * v
            v *= self.momentum
            v -= self.lr * p.grad
            p.data += v


class Net(nn.Module):
    """A chain of kith's nodes; the last activation is left to the loss."""

    def __init__(self, spec, first):
        super().__init__()
        self.nodes = spec.split("-", 1)[1]
        self.nodes = re.findall(r"res\([^)]*\)|[^-()]*(?:hard-\w+)|[^-]+", self.nodes)
        self.weights = nn.ParameterDict()
        self.statistics = {}
        for name, value in first.items():
            key = name.replace(".", "_")
            if name.endswith((".mean", ".variance")):
                self.statistics[key] = value.clone()
            else:
                self.weights[key] = nn.Parameter(value.clone())

    def dense(self, number, text, x, last):
        act = re.fullmatch(r"\d+(.*)", text).group(1)
        z = x @ self.weights[f"{number}_weight"].T + self.weights[f"{number}_bias"].reshape(-1)
        if last:
            return z
        if act == "prelu":
            return F.prelu(z, self.weights[f"{number}_slope"].reshape(-1))
        return ACTIVATIONS[act](z)

    def norm(self, number, text, x):
        gain = self.weights[f"{number}_gain"].reshape(-1)
        shift = self.weights[f"{number}_shift"].reshape(-1)
        if text == "ln":
            return F.layer_norm(x, x.shape[1:], gain, shift)
        mean = self.statistics[f"{number}_mean"].view(-1)
        variance = self.statistics[f"{number}_variance"].view(-1)
        return F.batch_norm(x, mean, variance, gain, shift, True, 0.1, 1e-5)

    def forward(self, x):
        number = 0
        for i, text in enumerate(self.nodes):
            number += 1
            if text.startswith("res("):
                y = x
                for inner in text[4:-1].split("-"):
                    number += 1
                    y = self.dense(number, inner, y, False)
                number += 1
                x = x + y
            elif text in ("bn", "ln"):
                x = self.norm(number, text, x)
            else:
                x = self.dense(number, text, x, i + 1 == len(self.nodes))
        return x


def read(output):
    tables = {"first": {}, "batch": {}, "last": {}}
    for line in output.splitlines():
        what, name, rows, cols, *numbers = line.split(" ")
        values = torch.tensor([float(n) for n in numbers], dtype=torch.float64)
        tables[what][name] = values.reshape(int(rows), int(cols))
    return tables


def groups(net):
    """Biases do not decay."""
    biases = [p for name, p in net.named_parameters() if name.endswith("_bias")]
    others = [p for name, p in net.named_parameters() if not name.endswith("_bias")]
    return [{"params": others}, {"params": biases, "weight_decay": 0.0}]


def replay(tables, spec, loss, make, lr, clip):
    net = Net(spec, tables["first"])
    rule = make(groups(net), lr) if make else Nag(net.parameters(), lr)
    x, y = tables["batch"]["x"], tables["batch"]["y"]
    for i in range(STEPS):
        rows = slice(i % BATCHES * ROWS, (i % BATCHES + 1) * ROWS)
        if isinstance(rule, Nag):
            rule.ahead()
        rule.zero_grad()
        LOSSES[loss](net(x[rows]), y[rows]).backward()
        if clip:
            nn.utils.clip_grad_norm_(net.parameters(), clip)
        rule.step()
    result = {k: v.detach() for k, v in net.weights.items()}
    result.update(net.statistics)
    return result


def farthest(a, b):
    """The largest difference; infinite where one is no number."""
    return (a - b.reshape(a.shape)).abs().nan_to_num(torch.inf).max().item()


def compare(program, spec, loss, optim, clip):
    """The largest difference of a weight, and how far the weights moved at most."""
    lr, make = OPTIMISERS[optim]
    lr = 0.002 if loss in ("sse", "hsse") else lr
    command = [program, spec, loss, optim, str(lr), str(STEPS), str(clip)]
    tables = read(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    theirs = replay(tables, spec, loss, make, lr, clip)
    far = moved = 0.0
    for name, ours in tables["last"].items():
        far = max(far, farthest(ours, theirs[name.replace(".", "_")]))
        moved = max(moved, farthest(ours, tables["first"][name]))
    return far, moved


def cases():
    for optim in OPTIMISERS:
        yield MLP, "ce", optim, 0.0
    for act in [a for a in ACTIVATIONS if a] + ["prelu"]:
        yield f"12-16{act}-8{act}-5", "mse", "adam", 0.0
    for loss in LOSSES:
        last = {"ce": "softmax", "kl": "softmax", "bce": "sigmoid"}.get(loss, "")
        yield f"12-16tanh-5{last}", loss, "sgd", 0.0
    for spec in ("12-16relu-bn-5softmax", "12-16tanh-ln-5softmax", "12-16-res(16tanh-16)-5softmax"):
        yield spec, "ce", "momentum", 0.0
    yield MLP, "ce", "sgd", 0.05


def main():
    failed = 0
    print("net\tloss\toptimiser\tclip\tmax|dW|\tmoved")
    for spec, loss, optim, clip in cases():
        far, moved = compare(sys.argv[1], spec, loss, optim, clip)
        wrong = not far <= LIMIT or not moved > 100 * LIMIT
        failed += wrong
        mark = "\tFAILED" if wrong else ""
        print(f"{spec}\t{loss}\t{optim}\t{clip:g}\t{far:.1e}\t{moved:.2g}{mark}")
    print(f"torch {torch.__version__}: {failed} failed")
    sys.exit(failed > 0)


main()
