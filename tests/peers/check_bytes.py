"""Formats whose readers Debian does not have, by their definitions: what Python reads of our bytes,
and what we read of Python's. PostgreSQL itself takes the rows of pgvector where it is installed.

Called by ./run in an empty folder, with the path of the program. Needs numpy.
"""

import json
import os
import pwd
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import numpy
from program import expect, kith

ROWS, DIM = 700, 25
WORDS = ["the", "naïve", "프랑스", "no\u00a0break", "back\\slash", "\\N", "\\.", "tab\there", "a,b",
         'say "x"', "it's", "\u001f", "{[]}", "new\nline"]


def make_vectors():
    """As JSON lines, which hold any word."""
    rng = numpy.random.default_rng(11)
    words = WORDS + [f"word{i}" for i in range(len(WORDS), ROWS)]
    vectors = rng.standard_normal((ROWS, DIM)).astype("<f4")
    vectors[0, :4] = [1e-45, 3e18, -1.17549435e-38, 0]
    vectors[1] = 0
    with open("m.jsonl", "w", encoding="utf-8") as file:
        for word, row in zip(words, vectors):
            json.dump({"word": word, "vector": [float(x) for x in row]}, file)
            file.write("\n")
    kith("convert", "m.jsonl", "m.kith")
    return words, vectors


def same_bits(ours, theirs):
    return numpy.array_equal(numpy.asarray(ours, "<f4").view("<u4"),
                             numpy.ascontiguousarray(theirs).view("<u4"))


def same_model(path, name):
    """Is what Python wrote the model that was written?"""
    kith("convert", path, "back.kith")
    expect(Path("back.kith").read_bytes() == Path("m.kith").read_bytes(), name)


def check_fvecs(words, vectors):
    """As FAISS's datasets.fvecs_read: whole numbers first, floats of the same bytes then."""
    kith("convert", "m.kith", "m.fvecs", "--on-bad-word", "escape")
    whole = numpy.fromfile("m.fvecs", dtype="<i4").reshape(-1, DIM + 1)
    expect((whole[:, 0] == DIM).all() and same_bits(whole[:, 1:].copy().view("<f4"), vectors),
           "numpy reads fvecs bit by bit")
    names = Path("m.fvecs.words").read_text(encoding="utf-8").split("\n")
    expect(names == [w.replace("\n", "\\x0a") for w in words] + [""], "the words beside fvecs")
    table = numpy.empty((ROWS, DIM + 1), "<i4")
    table[:, 0] = DIM
    table[:, 1:] = vectors.view("<i4")
    table.tofile("theirs.fvecs")
    expect(Path("theirs.fvecs").read_bytes() == Path("m.fvecs").read_bytes(),
           "fvecs that numpy writes is the same")


def copy_unescape(text):
    """PostgreSQL's manual, COPY, text format."""
    letters = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
    parts, i = [], 0
    while i < len(text):
        if text[i] == "\\":
            i += 1
            parts.append(letters.get(text[i], text[i]))
        else:
            parts.append(text[i])
        i += 1
    return "".join(parts)


def check_copy(words, vectors):
    kith("convert", "m.kith", "m.pgcopy", "--verify")
    lines = Path("m.pgcopy").read_bytes().decode("utf-8").split("\n")
    fields = [line.split("\t") for line in lines[:-1]]
    expect(lines[-1] == "" and all(len(f) == 2 for f in fields), "COPY's rows have two columns")
    expect([copy_unescape(f[0]) for f in fields] == words, "COPY's words")
    expect(same_bits(numpy.array([json.loads(f[1]) for f in fields], "f8").astype("<f4"), vectors),
           "COPY's vectors")


def postgres_programs():
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "postgres").exists()), None)


def ask_postgres(programs, folder, sql):
    """A database that lives for one question; PostgreSQL does not run as root."""
    who = {}
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        shutil.chown(folder, user.pw_uid, user.pw_gid)
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data = f"{folder}/data"

    def run(*command, **more):
        return subprocess.run([str(programs / command[0]), *command[1:]], check=True, cwd=folder,
                              capture_output=True, text=True, **who, **more).stdout

    run("initdb", "-D", data, "-A", "trust", "-U", "kith", "-E", "UTF8", "--locale", "C.UTF-8", "-N")
    run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o",
        f"-k {folder} -c listen_addresses='' -c fsync=off", "start")
    try:
        return run("psql", "-h", folder, "-U", "kith", "-d", "postgres", "-qAtX", input=sql)
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def check_postgres(words, vectors):
    """pgvector's brackets become those of an array, whose numbers PostgreSQL parses itself."""
    programs = postgres_programs()
    if programs is None:
        print("skipped: there is no PostgreSQL")
        return
    with tempfile.TemporaryDirectory(prefix="kith") as folder:
        sql = ("CREATE TABLE v(word text PRIMARY KEY, vector text);\nCOPY v FROM STDIN;\n"
               + Path("m.pgcopy").read_text(encoding="utf-8") + "\\.\n"
               "SELECT json_agg(json_build_array(word, translate(vector, '[]', '{}')::float4[]))"
               " FROM v;\nCOPY v TO STDOUT;\n")
        first, rest = ask_postgres(programs, folder, sql).split("\n", 1)
    rows = dict(json.loads(first))
    expect(list(rows) == words, "PostgreSQL has the words")
    expect(same_bits(numpy.array([rows[w] for w in words], "f8").astype("<f4"), vectors),
           "PostgreSQL has the vectors bit by bit")
    Path("theirs.pgcopy").write_text(rest, encoding="utf-8")
    same_model("theirs.pgcopy", "what PostgreSQL copies out is the same model")


def padding(position):
    return 4 - position % 4


def read_fifu(path):
    """finalfusion's chunks, of the kinds that we write."""
    data = Path(path).read_bytes()
    magic, version, count = struct.unpack_from("<4sII", data)
    kinds = struct.unpack_from(f"<{count}I", data, 12)
    at, chunks = 12 + 4 * count, {}
    for kind in kinds:
        found, length = struct.unpack_from("<IQ", data, at)
        expect(found == kind, f"chunk {kind} stands where the header says")
        body, at = at + 12, at + 12 + length
        if kind == 1:
            chunks[1], place = [], body + 8
            for _ in range(struct.unpack_from("<Q", data, body)[0]):
                (bytes_,) = struct.unpack_from("<I", data, place)
                chunks[1].append(data[place + 4:place + 4 + bytes_].decode("utf-8"))
                place += 4 + bytes_
            expect(place == at, "the words fill their chunk")
        elif kind == 2:
            rows, dim, type_ = struct.unpack_from("<QII", data, body)
            start = body + 16 + padding(body - 8)
            chunks[2] = numpy.frombuffer(data, "<f4", rows * dim, start).reshape(rows, dim)
            expect(type_ == 10 and start % 4 == 0 and start + 4 * rows * dim == at, "the matrix")
        else:
            rows, type_ = struct.unpack_from("<QI", data, body)
            start = body + 12 + padding(body - 8)
            chunks[kind] = numpy.frombuffer(data, "<f4", rows, start)
            expect(type_ == 10 and start % 4 == 0 and start + 4 * rows == at, "the norms")
    expect((magic, version, at) == (b"FiFu", 0, len(data)), "finalfusion's header and end")
    return chunks


def write_fifu(path, words, matrix):
    """Metadata, words and matrix, no norms."""
    out = bytearray(struct.pack("<4sIIIII", b"FiFu", 0, 3, 5, 1, 2))
    toml = b'[common_config]\ndims = 25\n'
    out += struct.pack("<IQ", 5, len(toml)) + toml
    body = b"".join(struct.pack("<I", len(w.encode())) + w.encode() for w in words)
    out += struct.pack("<IQQ", 1, 8 + len(body), len(words)) + body
    out += struct.pack("<I", 2)
    pad = padding(len(out))
    out += struct.pack("<QQII", 16 + pad + matrix.nbytes, len(matrix), matrix.shape[1], 10)
    out += bytes(pad) + matrix.tobytes()
    Path(path).write_bytes(out)


def check_finalfusion(words, vectors):
    kith("convert", "m.kith", "m.fifu", "--verify")
    chunks = read_fifu("m.fifu")
    lengths = numpy.linalg.norm(vectors.astype("f8"), axis=1)
    expect(chunks[1] == words, "finalfusion's words")
    expect(numpy.allclose(chunks[6], lengths, rtol=1e-7, atol=0), "finalfusion's norms")
    units = numpy.linalg.norm(chunks[2].astype("f8"), axis=1)
    expect(numpy.allclose(numpy.delete(units, 1), 1, atol=1e-6) and units[1] == 0,
           "finalfusion's rows have length one")
    back = chunks[2].astype("f8") * chunks[6][:, None]
    expect((numpy.abs(back - vectors) <= 2.0**-22 * lengths[:, None]).all(),
           "finalfusion's rows times their norms")
    write_fifu("theirs.fifu", words, vectors)
    same_model("theirs.fifu", "finalfusion without norms is the same model")


def check_static_model(words, vectors):
    kith("convert", "m.kith", "m.model2vec", "--verify")
    tokenizer = json.loads(Path("m.model2vec/tokenizer.json").read_text(encoding="utf-8"))
    model = tokenizer["model"]
    expect(model["type"] == "WordLevel" and tokenizer["pre_tokenizer"]["type"] == "WhitespaceSplit"
           and model["vocab"] == {w: i for i, w in enumerate(words + ["[UNK]"])}
           and model["unk_token"] == "[UNK]", "the tokenizer of a static model")
    data = Path("m.model2vec/model.safetensors").read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    tensor = json.loads(data[8:8 + length])["embeddings"]
    matrix = numpy.frombuffer(data, "<f4", offset=8 + length).reshape(tensor["shape"])
    expect(len(matrix) == len(model["vocab"]) and same_bits(matrix[:-1], vectors)
           and not matrix[-1].any(), "a row for each token")
    modules = json.loads(Path("m.model2vec/modules.json").read_text(encoding="utf-8"))
    config = json.loads(Path("m.model2vec/config.json").read_text(encoding="utf-8"))
    expect(modules[0]["type"].endswith("models.StaticEmbedding") and config["hidden_dim"] == DIM,
           "what tells sentence-transformers and model2vec")
    os.makedirs("theirs.model2vec")
    tokenizer["model"] = {"type": "Unigram", "vocab": [[w, -1.5] for w in words]}
    tokenizer["added_tokens"] = []
    Path("theirs.model2vec/tokenizer.json").write_text(json.dumps(tokenizer, indent=2))
    header = json.dumps({"embeddings": {"dtype": "F32", "shape": [ROWS, DIM],
                                        "data_offsets": [0, vectors.nbytes]}}).encode()
    Path("theirs.model2vec/model.safetensors").write_bytes(
        struct.pack("<Q", len(header)) + header + vectors.tobytes())
    same_model("theirs.model2vec", "a static model that Python writes is the same model")


def main():
    words, vectors = make_vectors()
    check_fvecs(words, vectors)
    check_copy(words, vectors)
    check_postgres(words, vectors)
    check_finalfusion(words, vectors)
    check_static_model(words, vectors)


main()
