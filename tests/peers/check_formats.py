"""Formats that other programs read: gensim's own, SQL, JSON, commas, halves, a folder for the
projector, and the header of safetensors, told apart by what Python itself makes of the bytes.

Called by ./run in an empty folder, with the path of the program. Needs gensim >= 4 and numpy.
"""

import csv
import gzip
import json
import shutil
import sqlite3
import struct
import subprocess

import numpy
from gensim.models import KeyedVectors
from program import expect, kith

ROWS, DIM = 1500, 30


def make_vectors():
    rng = numpy.random.default_rng(7)
    stems = ["word", "프랑스", "naïve", "it's", 'say "x"', "a,b", "<unk>", "no\u00a0break", "back\\slash"]
    words = [f"{stems[i % len(stems)]}{i}" for i in range(ROWS)]
    vectors = rng.standard_normal((ROWS, DIM)).astype("<f4")
    vectors[0, :4] = [1e-45, 3e18, -1.17549435e-38, -0.0]
    kv = KeyedVectors(DIM)
    kv.add_vectors(words, vectors)
    for i, word in enumerate(words):
        kv.set_vecattr(word, "count", 3 * (ROWS - i))
    return words, vectors, kv


def same_bits(ours, theirs):
    return numpy.array_equal(numpy.asarray(ours, "<f4").view("<u4"), theirs.view("<u4"))


def check_gensim(words, vectors, kv):
    kv.save("theirs.kv")
    kv.save("apart.kv", sep_limit=1)
    kith("convert", "theirs.kv", "m.kith", "--verify")
    kith("convert", "apart.kv", "apart.kith")
    with open("m.kith", "rb") as inside, open("apart.kith", "rb") as apart:
        expect(inside.read() == apart.read(), "gensim's matrix is read from the pickle and beside it")
    kith("convert", "m.kith", "ours.kv")
    loaded = KeyedVectors.load("ours.kv", mmap="r")
    expect(isinstance(loaded.vectors, numpy.memmap), "gensim maps gensim-kv")
    expect(loaded.index_to_key == words and same_bits(loaded.vectors, vectors),
           "gensim opens gensim-kv bit by bit")
    expect(all(loaded.get_vecattr(w, "count") == kv.get_vecattr(w, "count") for w in words),
           "gensim has the counts")
    expect(all(loaded.most_similar(w) == kv.most_similar(w) for w in words[5:200:9]),
           "gensim finds the same neighbours in gensim-kv")
    loaded.add_vectors(["new"], numpy.ones((1, DIM), "f4"))
    expect(loaded.get_index("new") == ROWS, "gensim adds words to gensim-kv")
    loaded.save("again.kv")
    kith("convert", "again.kv", "again.kith", "--limit", str(ROWS))
    with open("m.kith", "rb") as before, open("again.kith", "rb") as after:
        expect(before.read() == after.read(), "gensim-kv there and back is the same model")
    kith("convert", "again.kv", "longer.kith")
    expect(kith("info", "longer.kith").count(f"rows\t{ROWS + 1}\n") == 1,
           "a word that gensim added is there")


def check_sqlite(words, vectors):
    kith("convert", "m.kith", "m.sql")
    with open("m.sql", encoding="utf-8") as sql, sqlite3.connect(":memory:") as base:
        base.executescript(sql.read())
    rows = base.execute("SELECT word, count, vector FROM vectors ORDER BY id").fetchall()
    expect([r[0] for r in rows] == words, "sqlite has the words")
    expect(rows[1][1] == 3 * (ROWS - 1), "sqlite has the counts")
    expect(same_bits([numpy.frombuffer(r[2], "<f4") for r in rows], vectors),
           "sqlite has the vectors bit by bit")
    with open("dump.sql", "w", encoding="utf-8") as dump:
        dump.writelines(line + "\n" for line in base.iterdump())
    with open("dump.sql", encoding="utf-8") as dump:
        plain = dump.read().replace('INSERT INTO "vectors"', "INSERT INTO vectors")
    with open("dump.sql", "w", encoding="utf-8") as dump:
        dump.write(plain)
    kith("convert", "dump.sql", "dump.kith")
    with open("m.kith", "rb") as before, open("dump.kith", "rb") as after:
        expect(before.read() == after.read(), "sqlite's dump is the same model")


def check_text(words, vectors):
    kith("convert", "m.kith", "m.csv.gz")
    with gzip.open("m.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    expect(rows[0] == ["word"] + [f"v{i + 1}" for i in range(DIM)], "csv has a line of names")
    expect([r[0] for r in rows[1:]] == words, "Python's csv has the words")
    expect(same_bits(numpy.array([r[1:] for r in rows[1:]], "f8").astype("<f4"), vectors),
           "Python's csv has the numbers bit by bit")
    kith("convert", "m.kith", "m.jsonl")
    with open("m.jsonl", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    expect([r["word"] for r in lines] == words and lines[1]["count"] == 3 * (ROWS - 1),
           "Python's json has words and counts")
    expect(numpy.array_equal(numpy.array([r["vector"] for r in lines], "f8").astype("<f4"), vectors),
           "Python's json has the numbers, and 0 for -0")
    with open("theirs.jsonl", "w", encoding="utf-8") as file:
        for line in lines:
            json.dump({"vector": line["vector"], "word": line["word"], "count": line["count"]}, file)
            file.write("\n")
    kith("convert", "theirs.jsonl", "json.kith")
    kith("convert", "json.kith", "json.csv.gz")
    with gzip.open("json.csv.gz", "rt", encoding="utf-8", newline="") as file:
        again = list(csv.reader(file))
    rows[1] = [cell if cell != "-0" else "0" for cell in rows[1]]
    expect(rows == again, "Python's JSON lines are the same vectors")


def check_halves(vectors):
    kith("convert", "m.csv.gz", "unit.npy", "--normalize", "--dtype", "f16", "--verify")
    mapped = numpy.load("unit.npy", mmap_mode="r")
    unit = vectors.astype("f8") / numpy.linalg.norm(vectors.astype("f8"), axis=1, keepdims=True)
    expect(mapped.dtype == numpy.dtype("<f2") and
           numpy.array_equal(mapped, unit.astype("<f4").astype("<f2")),
           "numpy maps halves, rounded as it rounds them")


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        return header, file.read()


def check_safetensors(words, vectors):
    kith("convert", "m.kith", "m.safetensors")
    header, data = read_safetensors("m.safetensors")
    expect(header == {"embeddings": {"dtype": "F32", "shape": [ROWS, DIM],
                                     "data_offsets": [0, 4 * ROWS * DIM]}},
           "the header of safetensors")
    expect(same_bits(numpy.frombuffer(data, "<f4").reshape(ROWS, DIM), vectors),
           "the numbers of safetensors")
    with open("m.safetensors.words", encoding="utf-8") as file:
        expect(file.read().split("\n") == words + [""], "the words beside safetensors")
    kith("convert", "unit.npy", "m8.safetensors", "--dtype", "i8", "--verify")
    header, data = read_safetensors("m8.safetensors")
    back = numpy.frombuffer(data, "i1").astype("f8") * float(header["__metadata__"]["scale"])
    halves = numpy.load("unit.npy").astype("f8").ravel()
    expect(numpy.abs(back - halves).max() <= numpy.abs(halves).max() / 127 / 2 * 1.0001,
           "bytes times their scale are near")


def check_projector(words, vectors):
    kith("convert", "m.kith", "m.projector")
    read = numpy.loadtxt("m.projector/vectors.tsv", delimiter="\t")
    expect(same_bits(read.astype("<f4"), vectors), "numpy reads the projector's vectors")
    with open("m.projector/metadata.tsv", encoding="utf-8") as file:
        labels = [line.split("\t") for line in file.read().split("\n")[:-1]]
    expect(labels[0] == ["word", "count"] and [r[0] for r in labels[1:]] == words,
           "the projector's labels")
    with open("m.projector/config.json", encoding="utf-8") as file:
        config = json.load(file)["embeddings"][0]
    expect(config["tensorShape"] == [ROWS, DIM], "the projector's configuration")


def check_pretrained(vectors):
    """A supervised model without a step of training answers what it was given."""
    if shutil.which("fasttext") is None:
        print("skipped: there is no fasttext")
        return
    names = [f"w{i}" for i in range(200)]
    plain = KeyedVectors(DIM)
    plain.add_vectors(names, vectors[1:201])
    plain.save("plain.kv")
    kith("convert", "plain.kv", "plain.vec", "--to", "fasttext-vec")
    with open("labelled", "w", encoding="utf-8") as file:
        file.write("__label__x " + " ".join(names) + "\n")
    subprocess.run(["fasttext", "supervised", "-input", "labelled", "-output", "given", "-dim",
                    str(DIM), "-pretrainedVectors", "plain.vec", "-epoch", "0", "-thread", "1"],
                   check=True, capture_output=True)
    answer = subprocess.run(["fasttext", "print-word-vectors", "given.bin"], check=True,
                            input="\n".join(names).encode() + b"\n", capture_output=True).stdout
    read = numpy.array([line.split()[1:] for line in answer.decode().splitlines()], "f8")
    expect(numpy.allclose(read, vectors[1:201], rtol=1e-4, atol=1e-30),
           "fasttext takes the text as -pretrainedVectors")


def main():
    words, vectors, kv = make_vectors()
    check_gensim(words, vectors, kv)
    check_sqlite(words, vectors)
    check_text(words, vectors)
    check_halves(vectors)
    check_safetensors(words, vectors)
    check_projector(words, vectors)
    check_pretrained(vectors)


main()
