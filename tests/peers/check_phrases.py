"""Phrases of the bundled corpus by `kith phrases` and by gensim's Phrases: the same, with the same
scores, and the same text once they are joined.

Called by ./run in an empty folder, with the paths of the program and of the corpus. Needs gensim >= 4.
"""

import gzip
import math
import sys

from gensim.models.phrases import Phrases
from program import expect, kith

LINES, LEAST = 20000, 3
# gensim counts a pair and a token of the same spelling as one; another mark in each pass parts them.
MARKS = "_+"
CONNECTORS = frozenset("the of in and".split())


def listed(path, wanted):
    """PHRASE -> score of one pass, unrounded."""
    rows, current = {}, 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("pass "):
                current = int(line.split()[1])
            elif current == wanted:
                score, _count, words = line.rstrip("\n").split("\t")
                rows[MARKS[wanted - 1].join(words.split(" "))] = float(score)
    return rows


def same_scores(ours, theirs, factor):
    return ours.keys() == theirs.keys() and all(
        math.isclose(ours[p], theirs[p] * factor, rel_tol=1e-9, abs_tol=1e-12) for p in ours
    )


def joined_by_kith(path):
    kith("phrases", "apply", path, "text.txt", "-o", "joined.txt", "-q")
    with open("joined.txt", encoding="utf-8") as file:
        return [line.split() for line in file]


def check(sentences, score, threshold, connectors, passes, what):
    kith(
        *["phrases", "learn", "text.txt", "-o", "p.txt", "-q", "--score", score],
        *["--threshold", str(threshold), "--min-count", str(LEAST), "--passes", str(passes)],
        *["--connectors", " ".join(connectors)],
    )
    for number in range(1, passes + 1):
        peer = Phrases(
            sentences,
            min_count=LEAST,
            threshold=0.5,
            scoring="npmi" if score == "npmi" else "default",
            connector_words=connectors,
            delimiter=MARKS[number - 1],
        )
        # gensim's score has the number of different words and pairs in the place of the tokens.
        factor = 1 if score == "npmi" else peer.corpus_word_count / len(peer.vocab)
        peer.threshold = threshold / factor
        theirs = peer.export_phrases()
        ours = listed("p.txt", number)
        expect(
            len(theirs) > 0 and same_scores(ours, theirs, factor),
            f"{what}, pass {number}: gensim's {len(theirs)} phrases with its scores",
        )
        sentences = [peer[sentence] for sentence in sentences]
    theirs = [[word.replace(MARKS[1], "_") for word in words] for words in sentences]
    expect(joined_by_kith("p.txt") == theirs, f"{what}: gensim joins the same")


with gzip.open(sys.argv[2], "rt", encoding="utf-8") as corpus:
    TEXT = [line.split() for line, _ in zip(corpus, range(LINES))]
TEXT = [words for words in TEXT if words]
with open("text.txt", "w", encoding="utf-8") as out:
    out.writelines(" ".join(words) + "\n" for words in TEXT)
check(TEXT, "word2phrase", 100, frozenset(), 1, "phrases")
check(TEXT, "word2phrase", 40, CONNECTORS, 2, "phrases with connector words")
check(TEXT, "npmi", 0.6, CONNECTORS, 2, "phrases by npmi")
