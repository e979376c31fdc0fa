"""Training of word vectors: words a second before thinning, by mode, size, threads and ISA."""

import functools
import heapq
import os
import shutil
import subprocess

from benches.common import Sample, Way, Work, has, kith, log_lines, seconds
from benches.machine import memory_rows, peak

SETTINGS = {"window": 5, "negative": 5, "sample": 1e-4, "min-count": 5}
GRAMS = {"minn": 3, "maxn": 6, "bucket": 200_000}
POOL_ROWS = 320 / 256  # noise rows that come anew for a place
HOT_STEPS = 6  # of a path, from the root: their nodes are always in cache
LEAST = 0.5  # seconds that a training is to take
MODES = [
    ("skip-gram NS", "skipgram", "ns", {}),
    ("skip-gram HS", "skipgram", "hs", {}),
    ("CBOW NS", "cbow", "ns", {}),
    ("CBOW HS", "cbow", "hs", {}),
    ("skip-gram NS n-grams", "skipgram", "ns", GRAMS),
    ("CBOW NS n-grams", "cbow", "ns", GRAMS),
]
REFERENCE = os.environ.get("REFERENCE", "build/release/tests/bench/reference")
REFERENCE_BYTES = 300_000


def path_lengths(counts):
    """Steps from the root of the Huffman tree to each word."""
    heap = [(n, i) for i, n in enumerate(counts)]
    heapq.heapify(heap)
    parent = [0] * (2 * len(counts) - 1)
    for node in range(len(counts), len(parent)):
        pair = heapq.heappop(heap), heapq.heappop(heap)
        for _, i in pair:
            parent[i] = node
        heapq.heappush(heap, (pair[0][0] + pair[1][0], node))
    depth = [0] * len(parent)
    for i in reversed(range(len(parent) - 1)):
        depth[i] = depth[parent[i]] + 1
    return depth[: len(counts)]


def grams_of(word):
    """How many n-grams a word has."""
    length = len(word) + 2
    return sum(max(0, length - n + 1) for n in range(GRAMS["minn"], GRAMS["maxn"] + 1))


class Text:
    """A corpus and what its words tell: how many, and the rows that a kept word needs brought."""

    def __init__(self, path):
        self.path = path
        self.vocab = os.path.abspath("words.vocab")
        kith("vocab", path, "-o", self.vocab, "--min-count", SETTINGS["min-count"], "-q")
        with open(self.vocab, encoding="utf-8", errors="replace") as file:
            lines = [line.rsplit(None, 1) for line in file]
        counts = [int(count) for _, count in lines]
        self.words = sum(counts)
        shares = [SETTINGS["sample"] * self.words / n for n in counts]
        kept = [n * min(1, k**0.5 + k) for n, k in zip(counts, shares)]

        def mean(values):
            return sum(k * value for k, value in zip(kept, values)) / sum(kept)

        self.path_rows = mean(max(0, n - HOT_STEPS) for n in path_lengths(counts))
        self.gram_rows = mean(grams_of(word) for word, _ in lines)

    def rows_a_word(self, loss, grams):
        """Its own row, those of its n-grams, and those that it is to be told from."""
        own = 1 + (self.gram_rows if grams else 0)
        return own + (1 + POOL_ROWS if loss == "ns" else self.path_rows)


def train_for(epochs, corpus, options):
    flags = [f"--{name}={value}" for name, value in options.items()]
    kith("train", corpus, "-o", "w.kith", "-q", f"--epochs={epochs}", "--log=w.log", *flags)
    lines = log_lines("w.log")
    end = lines[-1]
    rate = 1 / end["seconds"]
    return Sample(
        end["words"] * rate,
        sum(line["kept"] for line in lines) * rate,
        sum(line["operations"] for line in lines) * rate / 1e9,
    )


def train(corpus, words, options):
    """As many epochs as make the time worth measuring."""
    once = train_for(1, corpus, options)
    epochs = round(LEAST * once.speed / words)
    return train_for(min(epochs, 20), corpus, options) if epochs > 1 else once


@functools.cache
def gensim_model(corpus, arch, loss, dim, threads):
    """With its vocabulary, to be trained again and again."""
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
    return model


def gensim_words(text, arch, loss, dim, threads):
    model = gensim_model(text.path, arch, loss, dim, threads)
    total = model.corpus_total_words
    return text.words / seconds(
        lambda: model.train(corpus_file=text.path, total_words=total, total_examples=1, epochs=1)
    )


def fasttext_words(text, arch, dim, threads, grams):
    """An epoch less none, because fasttext's own figure counts other words."""
    options = {"dim": dim, "ws": 5, "neg": 5, "t": 1e-4, "minCount": 5, "thread": threads}
    options |= grams or {"maxn": 0}

    def run(epochs):
        command = ["fasttext", arch, "-input", text.path, "-output", "ft", "-epoch", str(epochs)]
        for name, value in options.items():
            command += [f"-{name}", str(value)]
        subprocess.run(command, check=True, capture_output=True)

    return text.words / (seconds(run, 1) - seconds(run, 0))


@functools.cache
def isas():
    """Those of this machine whose training differs, the best first."""
    found = []
    with open("tiny.txt", "w", encoding="utf-8") as file:
        file.write("a b c d e f g h\n" * 50)
    for isa in ("avx512", "avx2", "neon", "base"):
        try:
            train_for(1, "tiny.txt", {"dim": 16, "threads": 1, "isa": isa})
        except RuntimeError:
            continue
        found.append(isa)
    return found


def rivals_of(text, arch, loss, grams, dim, threads):
    rivals = {}
    if has("gensim") and not grams:
        rivals["gensim"] = lambda: gensim_words(text, arch, loss, dim, threads)
    if shutil.which("fasttext") and loss == "ns" and dim == 100:
        rivals["fasttext"] = lambda: fasttext_words(text, arch, dim, threads, grams)
    return rivals


def work_of(text, mode, dim, threads):
    """A mode with every ISA and number of threads: the best against rivals and one thread, other ISAs
    against the best."""
    name, arch, loss, grams = mode
    rivals = rivals_of(text, arch, loss, grams, dim, threads)
    width = (dim + 15) // 16 * 16
    best, ways = isas()[0], {}
    for team in sorted({1, threads}, reverse=True):
        for isa in isas():
            options = SETTINGS | {"arch": arch, "loss": loss, "dim": dim, "threads": team, "isa": isa}
            options |= grams
            way = Way(lambda options=options: train(text.path, text.words, options), isa, team)
            way.peak = peak(isa, team)
            way.rows = memory_rows(text.vocab, SETTINGS["sample"], width, team)
            way.rows_a_word = text.rows_a_word(loss, grams) if way.rows else 0
            if isa != best:
                way.against = [f"kith, {best}, {team}"]
            elif team == threads:
                way.against = [*rivals] + ([f"kith, {best}, 1"] if threads > 1 else [])
            ways[f"kith, {isa}, {team}"] = way
    return Work("train", f"{name}, dim {dim}", "words/s", ways, rivals)


def reference_work(corpus, mode):
    """Beside the slow twin of the tests, on a text as short as that needs."""
    name, arch, loss, _ = mode
    options = SETTINGS | {"arch": arch, "loss": loss, "dim": 100, "threads": 1}
    words = sum(int(line.split()[-1]) for line in kith("vocab", corpus, "-q").splitlines())
    settings = [f"{key}={value}" for key, value in options.items()]
    command = [REFERENCE, corpus, *settings]
    twin = lambda: float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    isa = isas()[0]
    way = Way(lambda: train(corpus, words, options), isa, 1, ["reference"], peak(isa, 1))
    return Work("reference", f"{name}, dim 100", "words/s", {"kith": way}, {"reference": twin})


def train_works(corpus, threads, dims, modes):
    """`modes` names those that are wanted; none: all."""
    text = Text(corpus)
    wanted = [mode for mode in MODES if not modes or mode[0] in modes.split(",")]
    for dim in dims:
        for mode in wanted:
            yield work_of(text, mode, dim, threads)


def reference_works(corpus):
    with open(corpus, "rb") as whole, open("short.txt", "wb") as short:
        short.write(whole.read(REFERENCE_BYTES))
    for mode in MODES[:4]:
        yield reference_work(os.path.abspath("short.txt"), mode)
