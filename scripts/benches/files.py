"""Reading text, loading and saving vectors, and questions."""

import functools
import os
import subprocess

from benches.common import KITH, Way, Work, has, kith, seconds

K = 10
LEAST_BYTES = 100_000_000  # a text is read again and again up to so many
ASKED_EACH = 1000  # one after another


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


def gensim_count(corpus):
    from gensim.models import Word2Vec
    from gensim.models.word2vec import LineSentence

    Word2Vec(min_count=5).scan_vocab(corpus_iterable=LineSentence(corpus))


def gensim_load():
    from gensim.models import KeyedVectors

    return KeyedVectors.load_word2vec_format("v.vec")


@functools.cache
def gensim_vectors():
    from gensim.models import KeyedVectors

    return KeyedVectors.load_word2vec_format("v.bin", binary=True)


def gensim_save():
    return 1 / seconds(gensim_vectors().save_word2vec_format, "g.vec")


def ask(model, questions, threads):
    """Questions a second of one process, start-up taken out."""

    def run(n):
        text = "\n".join(f"w{i}" for i in range(n)) + "\n"
        kith("nearest", model, "-k", K, "--threads", threads, text=text)

    return questions / max(seconds(run, questions + 1) - seconds(run, 1), 1e-9)


def ask_each(model, questions, threads, *more):
    """Questions a second of one process that is asked the next when it has answered the last."""
    command = [KITH, "nearest", model, "-k", str(K), "--threads", str(threads), "--json", *more]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def one(word):
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            process.stdout.readline()

        one(questions[0])
        return len(questions) / seconds(lambda: [one(word) for word in questions])


@functools.cache
def faiss_index():
    """The index, and the rows that stand in it."""
    import faiss
    import numpy

    rows = numpy.load("v.npy")
    rows /= numpy.linalg.norm(rows, axis=1, keepdims=True)
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(rows)
    return index, rows


def faiss_ask(questions, threads):
    import faiss

    index, rows = faiss_index()
    faiss.omp_set_num_threads(threads)
    return questions / seconds(index.search, rows[:questions], K + 1)


def gensim_ask(questions):
    kv = gensim_vectors()
    kv.most_similar("w0", topn=K)

    def run():
        for i in range(questions):
            kv.most_similar(f"w{i}", topn=K)

    return questions / seconds(run)


def pair(section, name, unit, ours, threads=0, rivals=None):
    """A work with one way, set against each of the rivals that are there."""
    rivals = rivals or {}
    return Work(section, name, unit, {"kith": Way(ours, "", threads, [*rivals])}, rivals)


def read_works(corpus):
    size = os.path.getsize(corpus)
    times = -(-LEAST_BYTES // size)

    def count():
        command = ["vocab", *[corpus] * times, "-o", "b.vocab", "-q"]
        return size * times / 1e9 / seconds(kith, *command)

    rivals = {"gensim": lambda: size / 1e9 / seconds(gensim_count, corpus)} if has("gensim") else {}
    yield pair("read", "count a text's words", "GB/s", count, os.cpu_count(), rivals)


def file_works():
    gensim = has("gensim")
    yield pair(
        "files",
        "load .vec text (kith: and answer a question)",
        "1/s",
        lambda: 1 / seconds(kith, "nearest", "v.vec", "w7"),
        rivals={"gensim": lambda: 1 / seconds(gensim_load)} if gensim else {},
    )
    yield pair(
        "files",
        "save .vec text",
        "1/s",
        lambda: 1 / seconds(kith, "convert", "v.kith", "s.vec", "--to", "w2v-text", "-q"),
        rivals={"gensim": gensim_save} if gensim else {},
    )


def question_works(threads, questions):
    batch = {"faiss IndexFlatIP": lambda: faiss_ask(questions, threads)} if has("faiss") else {}
    each = {"gensim": lambda: gensim_ask(100)} if has("gensim") else {}
    yield pair(
        "questions",
        f"a batch of {questions:,}",
        "1/s",
        lambda: ask("v.kith", questions, threads),
        threads,
        batch,
    )
    yield pair(
        "questions",
        "one after another",
        "1/s",
        lambda: ask_each("v.kith", [f"w{i}" for i in range(ASKED_EACH)], threads),
        threads,
        each,
    )
    fresh = lambda: 1 / seconds(kith, "nearest", "v.kith", "w7")
    yield pair("questions", "a fresh process, one question", "1/s", fresh)


def index_work(corpus, threads, dim):
    """Nearly and exactly, on the text's own words: random vectors have no near ones to walk along."""
    options = ["--dim", dim, "--sample", 1e-4, "--threads", threads]
    kith("train", corpus, "-o", "t.kith", "-q", *options)
    kith("index", "t.kith", "-o", "t.index", "-q")
    checked = kith("index", "t.kith", "t.index", "--check", ASKED_EACH).splitlines()
    recall = float(checked[1].split("\t")[1])
    words = [line.split()[0] for line in kith("vocab", corpus, "-q").splitlines()]
    asked = words[:: -(-len(words) // ASKED_EACH)]
    nearly = lambda: ask_each("t.kith", asked, threads, "--index", "t.index")
    exactly = lambda: ask_each("t.kith", asked, threads)
    name = f"one after another, {len(words):,} words of the text, by an index (recall {recall:.3f})"
    return pair("questions", name, "1/s", nearly, threads, {"kith, exact": exactly})


def works(corpus, threads, rows, dim, questions, sections):
    if "files" in sections or "questions" in sections:
        make_vectors(rows, dim)
    if "files" in sections:
        yield from file_works()
    if "questions" in sections:
        yield from question_works(threads, questions)
        yield index_work(corpus, threads, dim)
