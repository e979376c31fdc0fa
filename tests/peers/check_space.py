"""What `kith edit`, `kith cluster` and `kith align` make of numbers, against numpy and scikit-learn.

Called by ./run in an empty folder, with the path of the program. Needs numpy and scikit-learn.
"""

import json

import numpy
from program import expect, kith
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score

WORDS, DIM = 3000, 60


def write(path, vectors):
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{len(vectors)} {vectors.shape[1]}\n")
        for i, row in enumerate(vectors):
            file.write(f"w{i} " + " ".join(map(str, row)) + "\n")


def read(path):
    with open(path, encoding="utf-8") as file:
        return numpy.array([line.split()[1:] for line in list(file)[1:]], dtype="f8")


def edited(*options):
    kith("edit", "in.vec", "-o", "out.vec", *options)
    return read("out.vec")


def near(ours, theirs, tolerance=1e-5):
    return ours.shape == theirs.shape and bool(numpy.abs(ours - theirs).max() < tolerance)


def same_but_for_signs(ours, theirs):
    return near(ours * numpy.sign((ours * theirs).sum(0)), theirs)


def make_vectors():
    """Rows that vary along some directions more than along others, away from zero."""
    rng = numpy.random.default_rng(1)
    rows = rng.standard_normal((WORDS, DIM)) * numpy.linspace(0.1, 2, DIM)
    turned = rows @ numpy.linalg.qr(rng.standard_normal((DIM, DIM)))[0]
    return (turned + rng.standard_normal(DIM)).astype("f4")


def check_edit(vectors):
    x = vectors.astype("f8")
    lengths = numpy.linalg.norm(x, axis=1, keepdims=True)
    expect(near(edited("--normalize"), x / lengths), "rows of length 1")
    expect(near(edited("--center"), x - x.mean(0)), "rows without their mean")
    for n in (1, 7, DIM):
        theirs = PCA(n, svd_solver="full").fit_transform(x)
        expect(same_but_for_signs(edited("--pca", str(n)), theirs), f"scikit-learn's PCA to {n}")
    axes = PCA(DIM, svd_solver="full").fit(x).components_[:3]
    centered = x - x.mean(0)
    rest = centered - centered @ axes.T @ axes
    expect(near(edited("--remove", "3"), rest), "all but the top three, by numpy")
    theirs = PCA(4, svd_solver="full").fit_transform(rest)
    expect(same_but_for_signs(edited("--remove", "3", "--pca", "4"), theirs), "then shortened")


def classes_of(path, *options):
    lines = kith("cluster", path, *options, "-q").splitlines()
    return numpy.array([int(line.split("\t")[1]) for line in lines])


def inertia(x, labels):
    return sum(((x[labels == c] - x[labels == c].mean(0)) ** 2).sum() for c in set(labels))


def check_cluster(vectors):
    x = vectors.astype("f8")
    for k in (2, 30, 300):
        labels = classes_of("in.vec", "-k", str(k), "--repeats", "3", "--iterations", "1000")
        centres = numpy.array([x[labels == c].mean(0) for c in range(k)])
        again = KMeans(k, init=centres, n_init=1, max_iter=1).fit(x)
        expect(bool((again.labels_ == labels).all()), f"scikit-learn moves no word of {k} classes")
        best = KMeans(k, n_init=3, random_state=1).fit(x).inertia_
        ours = inertia(x, labels)
        expect(ours < 1.01 * best, f"inertia {ours:.1f}, scikit-learn's {best:.1f}")


def check_clouds():
    """Clouds that overlap a little: both find the same classes."""
    rng = numpy.random.default_rng(2)
    x = (rng.standard_normal((20, DIM)) * 2)[rng.integers(0, 20, WORDS)]
    x += rng.standard_normal((WORDS, DIM))
    write("clouds.vec", x.astype("f4"))
    labels = classes_of("clouds.vec", "-k", "20")
    theirs = KMeans(20, n_init=5, random_state=1).fit(x).labels_
    expect(adjusted_rand_score(labels, theirs) > 0.999, "scikit-learn's classes of clouds")


def check_align(vectors):
    """A noisy, turned copy; numpy's rotation by the same pairs."""
    rng = numpy.random.default_rng(3)
    x = vectors.astype("f8")
    y = x @ numpy.linalg.qr(rng.standard_normal((DIM, DIM)))[0]
    y = (y + rng.standard_normal(y.shape)).astype("f4").astype("f8")
    write("target.vec", y.astype("f4"))
    fitted = rng.permutation(WORDS)[:2000]
    asked = [i for i in range(WORDS) if i not in set(fitted)]
    for path, rows in (("fit.tsv", fitted), ("test.tsv", asked)):
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(f"w{i}\tw{i}\n" for i in rows)
    pairs = ("--pairs", "fit.tsv", "--test", "test.tsv", "--top", "0", "--json")
    report = json.loads(kith("align", "in.vec", "target.vec", "-o", "out.vec", *pairs))

    unit_x, unit_y = (v / numpy.linalg.norm(v, axis=1, keepdims=True) for v in (x, y))
    u, _, vt = numpy.linalg.svd(unit_x[fitted].T @ unit_y[fitted])
    expect(near(read("out.vec"), x @ u @ vt), "numpy's rotation")

    cosine = unit_x @ u @ vt @ unit_y.T
    mean = [numpy.sort(c, axis=1)[:, -10:].mean(1) for c in (cosine, cosine.T)]
    csls = 2 * cosine - mean[0][:, None] - mean[1]
    for name, score in (("nearest", cosine), ("csls", csls)):
        best = numpy.argsort(-score[asked], axis=1)[:, :5] == numpy.array(asked)[:, None]
        theirs = [best[:, 0].mean(), best.any(1).mean()]
        ours = [report[name]["first"], report[name]["first_5"]]
        expect(numpy.allclose(ours, theirs, atol=2e-3), f"{name} finds {ours}, numpy {theirs}")


def main():
    vectors = make_vectors()
    write("in.vec", vectors)
    check_edit(vectors)
    check_cluster(vectors)
    check_clouds()
    check_align(vectors)


main()
