"""Training of word vectors: words a second before thinning, by mode, size, threads and ISA."""

import shutil
import subprocess

from benches.common import Work, has, kith, last_epoch, seconds

SETTINGS = {"window": 5, "negative": 5, "sample": 1e-4, "min-count": 5}
WINDOW_ROWS = 6  # words of a window, on average, with window 5


def count(corpus):
    """The corpus's words in the vocabulary, and the share that thinning keeps (word2vec's formula)."""
    kith("vocab", corpus, "-o", "words.vocab", "--min-count", SETTINGS["min-count"], "-q")
    with open("words.vocab", encoding="utf-8", errors="replace") as file:
        counts = [int(line.split()[-1]) for line in file if line.split()]
    total = sum(counts)
    keep = ((SETTINGS["sample"] * total / n) for n in counts)
    return total, sum(n * min(1, k**0.5 + k) for n, k in zip(counts, keep)) / total


def operations(arch, loss, dim):
    """Of a kept word: six for each number of each pair of rows; a path has about 12 nodes."""
    targets = 6 if loss == "ns" else 12
    stride = (dim + 15) // 16 * 16
    rows = WINDOW_ROWS if arch == "skipgram" else 1
    return 6 * rows * targets * stride + (0 if rows > 1 else 2 * WINDOW_ROWS * stride)


def train(corpus, arch, loss, dim, threads, isa):
    options = [f"--{k}={v}" for k, v in SETTINGS.items()]
    options += [f"--arch={arch}", f"--loss={loss}", f"--dim={dim}", f"--threads={threads}"]
    kith("train", corpus, "-o", "w.kith", "-q", "--epochs=2", "--log=w.log", f"--isa={isa}", *options)
    end = last_epoch("w.log")
    return end["words"] / end["seconds"]


def gensim_words(corpus, arch, loss, dim, threads):
    from gensim.models import Word2Vec
    from gensim.models.word2vec import LineSentence

    model = Word2Vec(
        vector_size=dim,
        window=SETTINGS["window"],
        sample=SETTINGS["sample"],
        min_count=SETTINGS["min-count"],
        sg=arch == "skipgram",
        hs=loss == "hs",
        negative=SETTINGS["negative"] if loss == "ns" else 0,
        workers=threads,
    )
    model.build_vocab(LineSentence(corpus))
    words = model.corpus_total_words
    spent = seconds(
        lambda: model.train(corpus_file=corpus, total_words=words, total_examples=1, epochs=1)
    )
    return words / spent


def fasttext_words(corpus, words, arch, dim, threads):
    """An epoch: two epochs less one, because fasttext's own figure counts other words."""

    def run(epochs):
        command = ["fasttext", arch, "-input", corpus, "-output", "ft", "-maxn", "0"]
        options = {"dim": dim, "ws": 5, "neg": 5, "t": 1e-4, "minCount": 5, "thread": threads}
        for key, value in {**options, "epoch": epochs}.items():
            command += [f"-{key}", str(value)]
        subprocess.run(command, check=True, capture_output=True)

    return words / (seconds(run, 2) - seconds(run, 1))


def isas():
    """Those of this machine."""
    with open("tiny.txt", "w", encoding="utf-8") as file:
        file.write("a b c d e f g h\n" * 50)
    for isa in ("base", "avx2", "avx512", "avx512vnni", "neon"):
        try:
            train("tiny.txt", "skipgram", "ns", 16, 1, isa)
        except RuntimeError:
            continue
        yield isa


def works(corpus, threads):
    words, share = count(corpus)

    def work(arch, loss, dim, team, isa, rivals):
        def note(speed):
            flops = speed * share * operations(arch, loss, dim)
            return f"kept {speed * share:.3g}/s, {flops / 1e9:.0f} GFLOP/s"

        name = f"{arch} {loss}, dim {dim}, {team} threads" + ("" if isa == "auto" else f", {isa}")
        ours = lambda: train(corpus, arch, loss, dim, team, isa)
        return Work("train", name, "words/s", ours, rivals, note)

    for dim in (100, 300):
        for arch, loss in (("skipgram", "ns"), ("skipgram", "hs"), ("cbow", "ns"), ("cbow", "hs")):
            rivals = {}
            if has("gensim"):
                settings = (corpus, arch, loss, dim, threads)
                rivals["gensim"] = lambda settings=settings: gensim_words(*settings)
            if shutil.which("fasttext") and loss == "ns" and dim == 100:
                settings = (corpus, words, arch, dim, threads)
                rivals["fasttext"] = lambda settings=settings: fasttext_words(*settings)
            yield work(arch, loss, dim, threads, "auto", rivals)
        one = lambda dim=dim: train(corpus, "skipgram", "ns", dim, 1, "auto")
        yield work("skipgram", "ns", dim, threads, "auto", {"kith, 1 thread": one})
    best = lambda: train(corpus, "skipgram", "ns", 100, 1, "auto")
    for isa in isas():
        yield work("skipgram", "ns", 100, 1, isa, {"kith, best ISA": best})
