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
    for more in ([], ["2"], ["2", "0.4"]):
        told = [run(program, "test", name, "test.txt", *more) for program, name in ((FASTTEXT, "ft.bin"), (OURS, "our.bin"))]
        expect(told[0] == told[1], f"test {' '.join(more)}: what fasttext prints")
    check_labels()


def check_labels():
    """Lines of several labels, some that nobody knows: fasttext's own model cannot be asked by us, so
    its counts are made anew from what both predict."""
    with open("several.txt", "w", encoding="utf-8") as f:
        f.write("__label__weather __label__kitchen rain and pan\n__label__nobody rain\n"
                "__label__kitchen __label__nobody bread\n__label__weather bread\n")
    for name, program in (("ft", FASTTEXT), ("our", OURS)):
        report = run(program, "test", f"{name}.bin", "several.txt", "2")
        expect(report == "N\t3\nP@2\t0.667\nR@2\t1\n", f"test 2 of lines with several labels, {name}")
    report = run(OURS, "test-label", "our.bin", "several.txt").split("\n")
    rows = dict((line.split()[-1], line.split()[2:9:3]) for line in report[:2])
    expect(rows["__label__weather"][1:] == ["1.000000", "0.500000"]
           and rows["__label__kitchen"][1:] in (["0.500000", "0.500000"], ["0.500000", "1.000000"]),
           f"test-label counts each label {rows}")
    expect([line.split("\t")[0] for line in report[2:5]] == ["N", "P@1", "R@1"], "test-label: the sums")


def check_answers():
    """The same model, so the same answers in the same form."""
    options = ("-dim", "32", "-epoch", "8", "-lr", "0.2", "-bucket", "2000", "-thread", "10")
    for name, program in (("aft", FASTTEXT), ("aour", OURS)):
        run(program, "skipgram", "-input", "first", "-output", name, *options)
        for command, given, k in (("nn", "king\nunheard\n", "4"), ("analogies", "king man woman\nparis france rome\n", "4")):
            if command == "analogies":
                # fasttext repeats its last question for ever at the end of input
                shell = f"timeout 5 fasttext analogies {name}.bin {k} | grep -v ^Loading | head -n 8"
                theirs = subprocess.run(["sh", "-c", shell], input=given.encode(), capture_output=True, check=False)
                theirs = theirs.stdout.decode()
            else:
                theirs = run(FASTTEXT, command, f"{name}.bin", k, given=given)
            for prompt in ("Query word? ", "Query triplet (A - B + C)? "):
                theirs = theirs.replace(prompt, "")
            ours = run(OURS, command, f"{name}.bin", k, given=given)
            same = [a.split(" ")[0] == b.split(" ")[0] and abs(float(a.split(" ")[1]) - float(b.split(" ")[1])) < 2e-6
                    for a, b in zip(ours.split("\n")[:-1], theirs.split("\n")[:-1], strict=True)]
            expect(len(same) == 8 and all(same), f"{command} of {name}.bin")
        for command, more, given in (("print-word-vectors", [], "the\nunheard\n"), ("print-ngrams", ["king"], "")):
            theirs = run(FASTTEXT, command, f"{name}.bin", *more, given=given).split("\n")
            ours = run(OURS, command, f"{name}.bin", *more, given=given).split("\n")
            same = [a.split(" ")[0] == b.split(" ")[0]
                    and numpy.allclose([float(x) for x in a.split()[1:]], [float(x) for x in b.split()[1:]], atol=1e-4)
                    for a, b in zip(ours, theirs, strict=True)]
            expect(len(same) > 2 and all(same), f"{command} of {name}.bin")


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
    check_answers()
    check_fasttext_goes_on()


main()
