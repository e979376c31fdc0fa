"""Loads what `kith convert` writes with gensim and numpy, and the other way round.

Called by ./run in an empty folder, with the path of the program. Needs gensim >= 4 and numpy.
"""

import shutil
import subprocess

import numpy
from gensim.models import KeyedVectors
from gensim.models.fasttext import load_facebook_model, load_facebook_vectors
from program import expect, kith

ROWS, DIM, NEAR = 2000, 40, 10


def make_vectors():
    """Words of several scripts; clusters, so that neighbours are far from ties."""
    rng = numpy.random.default_rng(1)
    stems = ["word", "프랑스", "naïve", "слово", "語", "a-b", "<unk>", "no\u00a0break"]
    words = [f"{stems[i % len(stems)]}{i}" for i in range(ROWS)]
    centres = rng.standard_normal((ROWS // 20, DIM))
    spread = rng.standard_normal((ROWS, DIM))
    vectors = (centres[numpy.arange(ROWS) // 20] + 0.5 * spread).astype("<f4")
    vectors[0, :4] = [1e-45, 3.4028235e38 / 1e20, -1.17549435e-38, 0.0]
    kv = KeyedVectors(DIM)
    kv.add_vectors(words, vectors)
    return words, vectors, kv


def same_bits(kv, words, vectors):
    return kv.index_to_key == words and numpy.array_equal(
        kv.vectors.view("<u4"), vectors.view("<u4")
    )


def neighbours_agree(kv, words):
    """The same words in the same order; cosines are printed with four decimals."""
    for word in words[:200:7]:
        answer = kith("nearest", "m.kith", word, "-k", str(NEAR))
        ours = [line.split("\t") for line in answer.split("\n")[:-1]]
        theirs = kv.most_similar(word, topn=NEAR)
        if [row[0] for row in ours] != [row[0] for row in theirs]:
            return False
        if any(abs(float(a[1]) - b[1]) > 6e-5 for a, b in zip(ours, theirs)):
            return False
    return True


def check_glove(words, vectors):
    kith("convert", "m.kith", "m.glove")
    loaded = KeyedVectors.load_word2vec_format("m.glove", no_header=True)
    expect(same_bits(loaded, words, vectors), "gensim reads glove bit by bit")


def fasttext(*arguments, text=""):
    done = subprocess.run(
        ["fasttext", *arguments], input=text.encode(), capture_output=True, check=True
    )
    return done.stdout.decode()


def printed_vectors(model, words):
    lines = fasttext("print-word-vectors", model, text="\n".join(words) + "\n").split("\n")[:-1]
    return numpy.array([line.split()[-DIM:] for line in lines], dtype="f8")


def near(ours, theirs):
    """Up to the five digits that fasttext prints."""
    return numpy.all(numpy.abs(ours - theirs) <= 1e-4 * numpy.abs(theirs) + 1e-30)


def check_fasttext_bin(words, vectors):
    kith("convert", "m.kith", "m.ftbin")
    loaded = load_facebook_vectors("m.ftbin")
    expect(same_bits(loaded, words, vectors), "gensim reads fasttext-bin bit by bit")
    if shutil.which("fasttext") is None:
        print("skipped: there is no fasttext")
        return
    expect(near(vectors[:99], printed_vectors("m.ftbin", words[:99])), "fasttext reads ours")
    with open("corpus", "w", encoding="utf-8") as corpus:
        corpus.write((" ".join(words[:60]) + "\n") * 40)
    # Fewer threads leave the last rows of its input matrix as zeros.
    options = ["-dim", str(DIM), "-bucket", "3000", "-epoch", "1", "-thread", "10"]
    fasttext("skipgram", "-input", "corpus", "-output", "theirs", *options)
    kith("convert", "theirs.bin", "theirs.w2v", "--to", "w2v-bin")
    read = KeyedVectors.load_word2vec_format("theirs.w2v", binary=True)
    expect(
        near(read.vectors, printed_vectors("theirs.bin", read.index_to_key)),
        "n-grams add up as fasttext has them",
    )
    kith("convert", "theirs.bin", "theirs.kith")
    check_subwords("theirs.kith", words[:60])
    with open("back.ftbin", "rb") as back, open("theirs.bin", "rb") as theirs:
        output = 17 + 4 * DIM * len(read.index_to_key)
        rows = 4 * DIM * 3000 + output - 17
        expect(theirs.read()[-output - rows : -output] in back.read(), "n-grams keep their bits")
    for arch, loss in (("skipgram", "ns"), ("cbow", "hs")):
        options = ["--maxn", "5", "--bucket", "4000", "--dim", str(DIM), "--threads", "1", "-q"]
        kith("train", "corpus", "-o", "ours.kith", "--arch", arch, "--loss", loss, *options)
        kith("convert", "ours.kith", "ours.w2v", "--to", "w2v-bin")
        read = KeyedVectors.load_word2vec_format("ours.w2v", binary=True)
        check_subwords("ours.kith", read.index_to_key)


UNKNOWN = ["word", "unheardof", "слова", "프랑스어", "a-b-c", "naïvely", "ab"]


def our_vectors(model, words):
    lines = kith("vector", model, *words).split("\n")[:-1]
    return numpy.array([line.split("\t")[1].split() for line in lines], dtype="<f4")


def check_neighbours(model, word):
    """Where fastText's cosines are apart by more than digits, the words are the same, too."""
    answers = fasttext("nn", "back.ftbin", "5", text=word + "\n").replace("Query word? ", "")
    theirs = [line.rsplit(" ", 1) for line in answers.split("\n") if line]
    ours = [hit.split("\t") for hit in kith("nearest", model, word, "-k", "5").split("\n")[:-1]]
    near_by = [float(cosine) for _, cosine in theirs]
    apart = [True] + [a - b > 1e-5 for a, b in zip(near_by, near_by[1:])] + [False]
    same = all(
        theirs[i][0] == ours[i][0] for i in range(5) if apart[i] and apart[i + 1]
    ) and numpy.allclose([float(cosine) for _, cosine in ours], near_by, atol=6e-5)
    expect(same, f"fasttext finds the neighbours of {word} in {model}")


def check_subwords(model, words):
    """fastText and gensim make the same vectors of a model with n-grams as kith does."""
    kith("convert", model, "back.ftbin")
    # Of those that fastText has zeros for no n-gram was learnt: unknown to kith.
    known = numpy.any(printed_vectors("back.ftbin", UNKNOWN) != 0, axis=1)
    unknown = [word for word, some in zip(UNKNOWN, known) if some]
    expect(len(unknown) > 3, f"{model} knows of {len(unknown)} unknown words")
    asked = words + unknown
    ours = our_vectors(model, asked)
    digits = [[float(f"{x:.5g}") for x in row] for row in ours]
    theirs = printed_vectors("back.ftbin", asked)
    expect(numpy.array_equal(digits, theirs), f"fasttext makes those of {model}, digit by digit")
    theirs = load_facebook_model("back.ftbin").wv
    expect(
        numpy.allclose([theirs[word] for word in asked], ours, rtol=1e-4, atol=1e-6),
        f"gensim makes those of {model}",
    )
    for word in unknown + words[1:3]:
        check_neighbours(model, word)


def main():
    words, vectors, gensim = make_vectors()
    gensim.save_word2vec_format("gensim.bin", binary=True)
    kith("convert", "gensim.bin", "m.kith")
    for name, binary in (("w2v-bin", True), ("w2v-text", False)):
        kith("convert", "m.kith", name, "--to", name)
        loaded = KeyedVectors.load_word2vec_format(name, binary=binary)
        expect(same_bits(loaded, words, vectors), f"gensim reads {name} bit by bit")
        expect(neighbours_agree(loaded, words), f"gensim finds the same neighbours in {name}")
    gensim.save_word2vec_format("gensim.txt", binary=False)
    kith("convert", "gensim.txt", "t.kith")
    with open("t.kith", "rb") as text, open("m.kith", "rb") as binary:
        expect(text.read() == binary.read(), "gensim's text and binary give the same model")

    kith("convert", "m.kith", "m.npy")
    mapped = numpy.load("m.npy", mmap_mode="r")
    expect(
        mapped.dtype == numpy.dtype("<f4")
        and numpy.array_equal(mapped.view("<u4"), vectors.view("<u4")),
        "numpy maps npy bit by bit",
    )
    with open("m.npy.words", encoding="utf-8") as names:
        expect(names.read().split("\n") == words + [""], "the words stand beside npy, one a line")
    numpy.save("again.npy", vectors)
    with open("again.npy", "rb") as theirs, open("m.npy", "rb") as ours:
        expect(theirs.read() == ours.read(), "numpy writes the same npy file")
    for kind in ("<f8", "<f2"):
        other = vectors.clip(-6e4, 6e4).astype(kind)
        numpy.save("other.npy", other)
        with open("other.npy.words", "w", encoding="utf-8") as names:
            names.write("\n".join(words) + "\n")
        kith("convert", "other.npy", "other.bin")
        loaded = KeyedVectors.load_word2vec_format("other.bin", binary=True)
        expect(
            numpy.array_equal(loaded.vectors, other.astype("<f4")),
            f"numpy's {kind} is read exactly",
        )

    kith("convert", "m.kith", "m.tsv")
    read = numpy.loadtxt(
        "m.tsv", delimiter="\t", usecols=range(1, DIM + 1), comments=None, encoding="utf-8"
    )
    expect(numpy.array_equal(read.astype("<f4"), vectors), "numpy reads tsv exactly")
    check_glove(words, vectors)
    check_fasttext_bin(words, vectors)


main()
