"""Reading text, loading and saving vectors, and questions."""

import os
import subprocess

from benches.common import KITH, Work, has, kith, seconds

K = 10


def make_vectors(rows, dim):
    """Random vectors: v.npy for faiss, v.bin, v.kith and v.vec of the same; words are w0, w1, ..."""
    import numpy

    numbers = numpy.random.default_rng(1).standard_normal((rows, dim)).astype("float32")
    numpy.save("v.npy", numbers)
    with open("v.bin", "wb") as file:
        file.write(b"%d %d\n" % (rows, dim))
        for i in range(rows):
            file.write(b"w%d " % i + numbers[i].tobytes() + b"\n")
    kith("convert", "v.bin", "v.kith", "-q")
    kith("convert", "v.kith", "v.vec", "--to", "w2v-text", "-q")


def gensim_load():
    from gensim.models import KeyedVectors

    return KeyedVectors.load_word2vec_format("v.vec")


def gensim_save():
    from gensim.models import KeyedVectors

    kv = KeyedVectors.load_word2vec_format("v.bin", binary=True)
    return 1 / seconds(lambda: kv.save_word2vec_format("g.vec"))


def ask(questions, threads):
    """Questions a second of one process, start-up taken out."""

    def run(n):
        text = "\n".join(f"w{i}" for i in range(n)) + "\n"
        kith("nearest", "v.kith", "-k", K, "--threads", threads, text=text)

    return questions / max(seconds(run, questions + 1) - seconds(run, 1), 1e-9)


def ask_each(questions):
    """Questions a second of one process that is asked the next when it has answered the last."""
    command = [KITH, "nearest", "v.kith", "-k", str(K), "--json"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def one(i):
            process.stdin.write(f"w{i}\n")
            process.stdin.flush()
            process.stdout.readline()

        one(0)
        return questions / seconds(lambda: [one(i) for i in range(questions)])


def faiss_ask(questions, threads):
    import faiss
    import numpy

    rows = numpy.load("v.npy")
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    faiss.omp_set_num_threads(threads)
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    return questions / seconds(index.search, rows[:questions], K + 1)


def gensim_ask(questions):
    from gensim.models import KeyedVectors

    kv = KeyedVectors.load_word2vec_format("v.bin", binary=True)
    kv.most_similar("w0", topn=K)

    def run():
        for i in range(questions):
            kv.most_similar(f"w{i}", topn=K)

    return questions / seconds(run)


def works(corpus, threads, rows, dim, questions):
    gigabytes = os.path.getsize(corpus) / 1e9
    yield Work(
        "read",
        f"count and write the vocabulary, {threads} threads",
        "GB/s",
        lambda: gigabytes / seconds(kith, "vocab", corpus, "-o", "b.vocab", "-q"),
    )
    if not has("numpy"):
        return  # nothing makes the vectors
    make_vectors(rows, dim)
    gensim, faiss = has("gensim"), has("faiss")
    shape = f"{rows:,} x {dim}"
    yield Work(
        "files",
        f"load {shape} .vec text",
        "1/s",
        lambda: 1 / seconds(kith, "convert", "v.vec", "l.kith", "-q"),
        {"gensim": lambda: 1 / seconds(gensim_load)} if gensim else {},
    )
    yield Work(
        "files",
        f"save {shape} .vec text",
        "1/s",
        lambda: 1 / seconds(kith, "convert", "v.kith", "s.vec", "--to", "w2v-text", "-q"),
        {"gensim": gensim_save} if gensim else {},
    )
    yield Work(
        "questions",
        f"a batch of {questions:,} on {shape}, {threads} threads",
        "1/s",
        lambda: ask(questions, threads),
        {"faiss IndexFlatIP": lambda: faiss_ask(questions, threads)} if faiss else {},
    )
    yield Work(
        "questions",
        f"one after another on {shape}",
        "1/s",
        lambda: ask_each(1000),
        {"gensim": lambda: gensim_ask(200)} if gensim else {},
    )
    yield Work(
        "questions",
        "a fresh process, one question",
        "1/s",
        lambda: 1 / seconds(kith, "nearest", "v.kith", "w7"),
    )
