"""Command lines that fastText takes, given to it and to us; and going on from its models and gensim's.

Needs gensim >= 4 and numpy; the program fasttext, or says so. The first argument names the program
under test, the second the bundled corpus.
"""

import gzip
import shutil
import subprocess
import sys

import numpy
from gensim.models import KeyedVectors, Word2Vec

from program import KITH, expect, kith

CORPUS = sys.argv[2]


def run(program, *arguments, given=""):
    done = subprocess.run([*program, *arguments], input=given.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{program} {arguments}: {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode()


FASTTEXT, OURS = ["fasttext"], [KITH, "fasttext"]


def write_texts():
    with gzip.open(CORPUS, "rt") as f:
        lines = f.read().split("\n")[:30000]
    first = [line for line in lines[:15000] if "tokyo" not in line]
    for name, part in (("first", first), ("second", lines[15000:])):
        with open(name, "w", encoding="utf-8") as f:
            f.write("\n".join(part) + "\n")


def write_labelled(name, seed):
    rng = numpy.random.default_rng(seed)
    topics = {"weather": "rain wind sun snow cloud", "kitchen": "pan salt stove bread knife"}
    with open(name, "w", encoding="utf-8") as f:
        for _ in range(300):
            topic = list(topics)[rng.integers(2)]
            f.write(f"__label__{topic} {' '.join(rng.choice(topics[topic].split(), 4))} the and\n")


def check_classifier():
    write_labelled("train.txt", 1)
    write_labelled("test.txt", 2)
    told = {}
    for name, program in (("ft", FASTTEXT), ("our", OURS)):
        options = ("-dim", "10", "-epoch", "10", "-wordNgrams", "2", "-bucket", "1000", "-thread", "1")
        run(program, "supervised", "-input", "train.txt", "-output", name, *options)
        told[name] = [
            run(program, "predict", f"{name}.bin", "test.txt"),
            run(program, "predict", f"{name}.bin", "-", "2", given="rain and wind\n"),
            run(program, "predict-prob", f"{name}.bin", "-", given="rain and wind\n").split(" ")[0],
        ]
    expect(told["ft"] == told["our"], "supervised and predict: line for line what fasttext says")
    both = run(OURS, "predict-prob", "our.bin", "-", "2", given="bread\n").split()
    theirs = run(FASTTEXT, "predict-prob", "ft.bin", "-", "2", given="bread\n").split()
    same = both[::2] == theirs[::2] and abs(float(both[1]) + float(both[3]) - 1) < 1e-5
    expect(same, "predict-prob: the labels in fasttext's order, probabilities that add up")
    precision = run(FASTTEXT, "test", "ft.bin", "test.txt").split("\n")[1].split("\t")[1]
    report = run(OURS, "test", "our.bin", "test.txt").split("\n")
    accuracy = next(line.split("\t")[1] for line in report if line.startswith("accuracy\t"))
    expect(float(precision) == round(float(accuracy), 3) == 1, "test: P@1 is our accuracy")


def check_words():
    options = ("-dim", "16", "-epoch", "1", "-bucket", "2000", "-minn", "2", "-maxn", "4", "-thread", "1")
    shapes = []
    for name, program in (("wft", FASTTEXT), ("wour", OURS)):
        run(program, "skipgram", "-input", "first", "-output", name, *options)
        printed = run(FASTTEXT, "print-word-vectors", f"{name}.bin", given="the\nunheard\n")
        with open(f"{name}.vec", encoding="utf-8") as f:
            shapes.append((int(f.readline().split()[1]), [len(line.split()) for line in printed.split("\n")]))
    expect(shapes[0] == shapes[1], "skipgram: a .bin and a .vec, which fasttext reads")


def check_fasttext_goes_on():
    kith("train", "second", "-o", "on.bin", "--format", "fasttext-bin", "--init", "wft.bin", "-q")
    args = run(FASTTEXT, "dump", "on.bin", "args").split()
    expect([args[args.index(name) + 1] for name in ("dim", "minn", "maxn", "bucket")] == ["16", "2", "4", "2000"],
           "train --init goes on from fasttext's model, with its n-grams")
    expect(run(FASTTEXT, "nn", "on.bin", "1", given="tokyo\n") != "", "and fasttext answers from the result")


def check_gensim_goes_on():
    model = Word2Vec(corpus_file="first", vector_size=16, epochs=1, workers=1, seed=1)
    model.wv.save_word2vec_format("gensim.bin", binary=True)
    model.wv.save("gensim.kv")
    for given in ("gensim.bin", "gensim.kv"):
        kith("train", "second", "-o", "on.w2v", "--format", "w2v-bin", "--init", given, "--freeze", "-q")
        on = KeyedVectors.load_word2vec_format("on.w2v", binary=True)
        same = all(numpy.array_equal(on[word], model.wv[word]) for word in model.wv.index_to_key)
        more = "tokyo" in on and "tokyo" not in model.wv
        expect(same and more, f"train --init {given} --freeze keeps gensim's bits")


def main():
    write_texts()
    check_gensim_goes_on()
    if shutil.which("fasttext") is None:
        print("skipped: there is no fasttext")
        return
    check_classifier()
    check_words()
    check_fasttext_goes_on()


main()
