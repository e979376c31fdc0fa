"""Asks kith and gensim's KeyedVectors and Word2Vec, and fastText, the same questions.

Called by ./run in an empty folder, with the paths of the program and of a text to train on.
Needs gensim >= 4, numpy and scipy, which gensim needs; pyemd and the program fasttext, or says so.
"""

import gzip
import importlib.util
import json
import logging
import shutil
import subprocess
import sys

import numpy
from gensim.models import KeyedVectors, Word2Vec
from gensim.models.fasttext import load_facebook_model
from program import KITH, expect, kith
from scipy.optimize import linprog
from scipy.spatial.distance import cdist

logging.disable(logging.WARNING)
ROWS, DIM = 1500, 30
MODEL = "q.w2v"


def make_vectors():
    """Clusters, so that answers are far from ties; a common part, so that cosines are mixed."""
    rng = numpy.random.default_rng(7)
    words = [f"word{i}" for i in range(ROWS)]
    centres = rng.standard_normal((ROWS // 15, DIM)) + 0.3
    lengths = rng.uniform(0.5, 4, (ROWS, 1))
    vectors = centres[rng.integers(0, ROWS // 15, ROWS)] + 0.7 * rng.standard_normal((ROWS, DIM))
    kv = KeyedVectors(DIM)
    kv.add_vectors(words, (vectors * lengths).astype("<f4"))
    kv.save_word2vec_format(MODEL, binary=True)
    return kv, words, rng


def answers(*arguments):
    return [line.split("\t") for line in kith(*arguments).split("\n")[:-1]]


def ask(questions, *arguments):
    """Answers to lines of standard input, as JSON objects."""
    text = "".join(line + "\n" for line in questions)
    done = subprocess.run(
        [KITH, *arguments, "--json"], input=text.encode(), capture_output=True, check=True
    )
    return [json.loads(line) for line in done.stdout.decode().split("\n")[:-1]]


def near(ours, theirs, tolerance=2e-6):
    return abs(ours - theirs) <= tolerance * (1 + abs(theirs))


def same_hits(answer, key, theirs, tolerance=2e-6):
    ours = [(hit["word"], hit[key]) for hit in answer["answers"]]
    return [w for w, _ in ours] == [w for w, _ in theirs] and all(
        near(a[1], b[1], tolerance) for a, b in zip(ours, theirs)
    )


def check_sums(kv, words, rng):
    picks = [rng.choice(words, 3, replace=False) for _ in range(60)]
    ours = ask([f"{b} - {a} + 0.5*{c}" for a, b, c in picks], "nearest", MODEL)
    theirs = [kv.most_similar([(b, 1.0), (c, 0.5)], [(a, -1.0)]) for a, b, c in picks]
    expect(
        all(same_hits(o, "cosine", t) for o, t in zip(ours, theirs)), "weighted sums, gensim's"
    )
    ours = ask([f"{a}:{b}::{c}:?" for a, b, c in picks], "analogy", MODEL, "-q", "--top", "900")
    theirs = [kv.most_similar([b, c], [a], restrict_vocab=900) for a, b, c in picks]
    expect(
        all(same_hits(o, "score", t) for o, t in zip(ours, theirs)),
        "analogies among the first rows, gensim's",
    )


def check_products(kv, words, rng):
    """gensim divides by 1e-6 more and not by 0.001, so its own scores are brought to ours."""
    exact = True
    for _ in range(40):
        a, b, c, d = rng.choice(words, 4, replace=False)
        answer = ask([f"{b} + {c} - {a} - {d}"], "nearest", MODEL, "--method", "mul")[0]
        below = kv.most_similar_cosmul([a, d], topn=None)
        scores = kv.most_similar_cosmul([b, c], [a, d], topn=None)
        scores = scores * (below + 1e-6) / (below + 1e-3)
        best = [kv.index_to_key[i] for i in numpy.argsort(-scores) if kv.index_to_key[i] not in (a, b, c, d)]
        theirs = [(word, scores[kv.key_to_index[word]]) for word in best[:10]]
        exact = exact and same_hits(answer, "score", theirs, 1e-5)
    expect(exact, "most_similar_cosmul of four words, but for eps")


def check_sets(kv, words, rng):
    sets = [(rng.choice(words, 3), rng.choice(words, 2)) for _ in range(50)]
    lines = [" ".join(x) + "\t" + " ".join(y) for x, y in sets]
    ours = [answer["cosine"] for answer in ask(lines, "similarity", MODEL, "--mean", "raw")]
    expect(
        all(near(o, float(kv.n_similarity(list(x), list(y)))) for o, (x, y) in zip(ours, sets)),
        "n_similarity of vectors as they are",
    )
    ours = [answer["cosine"] for answer in ask(lines, "similarity", MODEL)]
    unit = KeyedVectors.load_word2vec_format(MODEL, binary=True)
    unit.unit_normalize_all()
    expect(
        all(near(o, float(unit.n_similarity(list(x), list(y)))) for o, (x, y) in zip(ours, sets)),
        "n_similarity of unit vectors",
    )


def least_transport(x, y, cost):
    """The cost of carrying shares x to shares y, by linear programming."""
    rows = [numpy.kron(numpy.eye(len(x))[i], numpy.ones(len(y))) for i in range(len(x))]
    columns = [numpy.tile(numpy.eye(len(y))[j], len(x)) for j in range(len(y))]
    found = linprog(cost.ravel(), A_eq=numpy.array(rows + columns), b_eq=numpy.concatenate([x, y]))
    return found.fun


def check_movers(kv, words, rng):
    texts = [[list(rng.choice(words[:200], n)) for n in rng.integers(1, 30, 2)] for _ in range(60)]
    lines = [" ".join(x) + "\t" + " ".join(y) for x, y in texts]
    for mean, norm in (("unit", True), ("raw", False)):
        ours = [a["distance"] for a in ask(lines, "similarity", MODEL, "--wmd", "--mean", mean)]
        theirs = []
        for pair in texts:
            bags = [numpy.unique(text, return_counts=True) for text in pair]
            rows = [numpy.array([kv.get_vector(w, norm=norm) for w in bag], "f8") for bag, _ in bags]
            shares = [counts / counts.sum() for _, counts in bags]
            theirs.append(least_transport(*shares, cdist(*rows)))
        expect(all(near(o, t) for o, t in zip(ours, theirs)), f"movers by scipy, {mean}")
        if importlib.util.find_spec("pyemd") is None:
            print("skipped: there is no pyemd, which gensim's wmdistance needs")
            continue
        # pyemd makes whole numbers of the distances.
        theirs = [kv.wmdistance(x, y, norm=norm) for x, y in texts]
        expect(all(near(o, t, 1e-4) for o, t in zip(ours, theirs)), f"wmdistance, norm={norm}")


def check_odd(kv, words, rng):
    groups = [list(rng.choice(words, 5, replace=False)) for _ in range(50)]
    ours = ask([" ".join(group) for group in groups], "odd", MODEL)
    expect(
        [answer["odd"] for answer in ours] == [kv.doesnt_match(group) for group in groups],
        "doesnt_match",
    )
    held = True
    for answer, group in zip(ours, groups):
        theirs = kv.rank_by_centrality(group)[::-1]
        got = [(member["cosine"], member["word"]) for member in answer["words"]]
        held = held and [w for _, w in got] == [w for _, w in theirs]
        held = held and all(near(a[0], float(b[0])) for a, b in zip(got, theirs))
    expect(held, "rank_by_centrality")


def check_ranks(kv, words, rng):
    pairs = [rng.choice(words, 2, replace=False) for _ in range(50)]
    ours = ask([" ".join(pair) for pair in pairs], "rank", MODEL, "--closer", "--relative", "7")
    expect([o["rank"] for o in ours] == [kv.rank(a, b) for a, b in pairs], "rank")
    expect(
        all(
            sorted(hit["word"] for hit in o["answers"]) == sorted(kv.closer_than(a, b))
            for o, (a, b) in zip(ours, pairs)
        ),
        "closer_than",
    )
    expect(
        all(
            near(o["relative"], float(kv.relative_cosine_similarity(a, b, topn=7)))
            for o, (a, b) in zip(ours, pairs)
        ),
        "relative_cosine_similarity",
    )


def check_analogy_file(kv, words, rng):
    """Every third question has gensim's own answer; some have words that nobody knows."""
    with open("analogies", "w", encoding="utf-8") as out:
        for section in ("capitals", "gram1-plural", "gram2-past"):
            out.write(f": {section}\n")
            for i in range(60):
                a, b, c, d = rng.choice(words, 4, replace=False)
                if i % 3 == 0:
                    d = kv.most_similar([b, c], [a], topn=1, restrict_vocab=1000)[0][0]
                out.write(f"{a} {b} {'nobody' if i % 7 == 5 else c} {d}\n")
    for policy, dummy in (("skip", False), ("wrong", True)):
        report = json.loads(
            kith("eval", MODEL, "--analogies", "analogies", "--top", "1000", "--oov", policy, "--json")
        )
        _, sections = kv.evaluate_word_analogies(
            "analogies", restrict_vocab=1000, dummy4unknown=dummy
        )
        theirs = [(len(s["correct"]), len(s["incorrect"])) for s in sections]
        ours = [(s["right"], s["asked"] - s["right"]) for s in report["sections"]]
        total = (report["total"]["right"], report["total"]["asked"] - report["total"]["right"])
        expect(ours + [total] == theirs and theirs[-1][0] > 10, f"evaluate_word_analogies, {policy}")


def check_pair_file(kv, words, rng):
    with open("pairs", "w", encoding="utf-8") as out:
        for i in range(120):
            a, b = rng.choice(words, 2, replace=False)
            score = float(kv.similarity(a, b)) + rng.normal() * 0.2
            out.write(f"{a}\t{'nobody' if i % 11 == 3 else b}\t{score:.2f}\n")
    for policy, dummy in (("skip", False), ("wrong", True)):
        ours = json.loads(kith("eval", MODEL, "--pairs", "pairs", "--oov", policy, "--json"))
        pearson, spearman, unknown = kv.evaluate_word_pairs("pairs", dummy4unknown=dummy)
        expect(
            near(ours["pearson"], pearson[0])
            and near(ours["spearman"], spearman[0])
            and (dummy or near(100 * ours["unknown"], unknown)),
            f"evaluate_word_pairs, {policy}",
        )


def check_parts():
    """fastText's n-grams of a word that it has, and of one that it has not."""
    for word in ("word7", "unseen"):
        ours = [part.split() for part in kith("vector", "ft.bin", word, "--parts").split("\n")[:-1]]
        theirs = subprocess.run(
            ["fasttext", "print-ngrams", "ft.bin", word], capture_output=True, check=True
        )
        theirs = [part.split() for part in theirs.stdout.decode().split("\n")[:-1]]
        numbers = [numpy.array([part[1:] for part in side], "f8") for side in (ours, theirs)]
        expect(
            [part[0] for part in ours] == [part[0] for part in theirs]
            and numpy.all(numpy.abs(numbers[0] - numbers[1]) < 1e-4),
            f"print-ngrams of {word}",
        )


def check_sentences(words, rng):
    if shutil.which("fasttext") is None:
        print("skipped: there is no fasttext")
        return
    text = "".join(" ".join(rng.choice(words[:300], 9)) + "\n" for _ in range(400))
    with open("corpus", "w", encoding="utf-8") as out:
        out.write(text)
    options = ["-dim", "20", "-bucket", "5000", "-epoch", "2", "-thread", "1", "-minCount", "1"]
    subprocess.run(
        ["fasttext", "skipgram", "-input", "corpus", "-output", "ft", *options],
        capture_output=True,
        check=True,
    )
    lines = "word1 word2 word3\n\nwording unseen word250\nword7\n"
    theirs = subprocess.run(
        ["fasttext", "print-sentence-vectors", "ft.bin"], input=lines.encode(), capture_output=True, check=True
    )
    ours = subprocess.run(
        [KITH, "vector", "ft.bin", "--sentence", "mean"], input=lines.encode(), capture_output=True, check=True
    )
    check_parts()
    theirs = numpy.array([row.split() for row in theirs.stdout.decode().split("\n")[:-1]], "f8")
    ours = numpy.array([row.split() for row in ours.stdout.decode().split("\n")[:-1]], "f8")
    expect(
        ours.shape == theirs.shape and numpy.all(numpy.abs(ours - theirs) < 1e-4),
        "print-sentence-vectors, words of n-grams too",
    )


def read_section(path, name):
    """A section of a .kith file, by the table that info prints."""
    sections = json.loads(kith("info", path, "--json"))["sections"]
    found = next(s for s in sections if s["name"] == name)
    with open(path, "rb") as file:
        file.seek(found["offset"])
        data = file.read(found["bytes"])
    if len(found["shape"]) == 1:
        return numpy.frombuffer(data, "<u8")
    rows, dim = found["shape"]
    return numpy.frombuffer(data, "<f4").reshape(rows, found["stride"] // 4)[:, :dim].copy()


def tree_paths(counts):
    """word2vec's Huffman tree; of equal weights a word goes before a node."""
    size = len(counts)
    weights, parent, branch = list(counts), {}, {}
    words, nodes = list(range(size - 1, -1, -1)), []
    for node in range(size, 2 * size - 1):
        total = 0
        for side in (0, 1):
            first = words and (not nodes or weights[words[0]] <= weights[nodes[0]])
            child = words.pop(0) if first else nodes.pop(0)
            parent[child], branch[child] = node, side
            total += weights[child]
        weights.append(total)
        nodes.append(node)
    paths = []
    for word in range(size):
        points, code = [], []
        while word in parent:
            points.append(parent[word] - size)
            code.append(branch[word])
            word = parent[word]
        paths.append((points[::-1], code[::-1]))
    return paths


def gensim_model(path, arch, loss):
    """The same weights as a Word2Vec of gensim."""
    kith("convert", path, "words.w2v", "--to", "w2v-bin")
    kv = KeyedVectors.load_word2vec_format("words.w2v", binary=True)
    counts = [int(c) for c in read_section(path, "count")]
    model = Word2Vec(
        vector_size=kv.vector_size, window=5, min_count=1, sg=int(arch == "skipgram"),
        hs=int(loss == "hs"), negative=0 if loss == "hs" else 5, sample=0, workers=1,
    )
    model.build_vocab_from_freq(dict(zip(kv.index_to_key, counts)))
    order = [kv.key_to_index[word] for word in model.wv.index_to_key]
    model.wv.vectors = kv.vectors[order]
    if loss == "hs":
        model.syn1 = read_section(path, "inner")
        for word, (points, code) in zip(kv.index_to_key, tree_paths(counts)):
            model.wv.set_vecattr(word, "point", numpy.array(points, "uint32"))
            model.wv.set_vecattr(word, "code", numpy.array(code, "uint8"))
    else:
        model.syn1neg = read_section(path, "output")[order]
    return model


def check_predictions(text):
    for arch in ("cbow", "skipgram"):
        kith("train", text, "-o", "ns.kith", "--arch", arch, "--dim", "24", "--epochs", "3",
             "--threads", "2", "-q")
        model = gensim_model("ns.kith", arch, "ns")
        held = True
        for line in ("the capital of", "king", "france spain paris", "the house of"):
            ours = ask([line], "predict", "ns.kith", "-k", "5")[0]
            theirs = model.predict_output_word(line.split(), topn=5)
            held = held and same_hits(ours, "probability", theirs, 1e-5)
        expect(held, f"predict_output_word, {arch}")


def check_fasttext_predictions(text):
    """From fastText's own output vectors. Only cbow: gensim asks its bag of any model."""
    if shutil.which("fasttext") is None:
        print("skipped: there is no fasttext")
        return
    with gzip.open(text, "rb") as packed, open("plain.txt", "wb") as plain:
        plain.write(packed.read(1 << 20))
    options = ["-dim", "16", "-maxn", "0", "-epoch", "3", "-thread", "1"]
    subprocess.run(
        ["fasttext", "cbow", "-input", "plain.txt", "-output", "cbow", *options],
        capture_output=True,
        check=True,
    )
    model = load_facebook_model("cbow.bin")
    words = model.wv.index_to_key[1:200:7]
    held = len(words) > 20
    for at in range(len(words) - 2):
        ours = ask([" ".join(words[at : at + 3])], "predict", "cbow.bin", "-k", "5")[0]
        theirs = model.predict_output_word(words[at : at + 3], topn=5)
        held = held and same_hits(ours, "probability", theirs, 1e-5)
    expect(held, "predict_output_word of fastText's model")


def exact_log(x):
    return -numpy.log1p(numpy.exp(-x))


def table_log(x):
    """gensim's: a table of a thousand, whose steps are cut to 1/83, and nothing beyond 6."""
    x = x[numpy.abs(x) < 6]
    steps = ((x + 6) * 83).astype(int)
    return exact_log((steps / 1000 * 2 - 1) * 6)


def score(model, words, log):
    """What gensim's score adds up, by the definition."""
    def told(hidden, word):
        dots = model.syn1[model.wv.get_vecattr(word, "point")].astype("f8") @ hidden
        return log(numpy.where(model.wv.get_vecattr(word, "code") == 0, dots, -dots)).sum()

    words = [word for word in words if word in model.wv]
    total = 0.0
    for i, word in enumerate(words):
        near = words[max(0, i - model.window):i] + words[i + 1:i + 1 + model.window]
        rows = [model.wv[other].astype("f8") for other in near]
        rows = rows if model.sg else [numpy.mean(rows, axis=0)]
        total += sum(told(row, word) for row in rows)
    return total


def check_scores(text):
    lines = ["the capital of france is paris", "paris of the", "the king nobody is sung"]
    for arch in ("cbow", "skipgram"):
        kith("train", text, "-o", "hs.kith", "--arch", arch, "--loss", "hs", "--dim", "24",
             "--epochs", "1", "--threads", "2", "-q")
        model = gensim_model("hs.kith", arch, "hs")
        sentences = [line.split() for line in lines]
        theirs = model.score(sentences, total_sentences=len(lines))
        ours = [answer["log_probability"] for answer in ask(lines, "score", "hs.kith")]
        expect(
            all(near(float(t), score(model, s, table_log), 1e-4) for t, s in zip(theirs, sentences)),
            f"score by gensim's table, {arch}",
        )
        expect(
            all(near(o, score(model, s, exact_log), 1e-6) for o, s in zip(ours, sentences)),
            f"score without a table, {arch}",
        )


def main():
    kv, words, rng = make_vectors()
    check_sums(kv, words, rng)
    check_products(kv, words, rng)
    check_sets(kv, words, rng)
    check_movers(kv, words, rng)
    check_odd(kv, words, rng)
    check_ranks(kv, words, rng)
    check_analogy_file(kv, words, rng)
    check_pair_file(kv, words, rng)
    check_sentences(words, rng)
    check_predictions(sys.argv[2])
    check_fasttext_predictions(sys.argv[2])
    check_scores(sys.argv[2])


main()
