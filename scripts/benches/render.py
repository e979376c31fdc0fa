"""From the table of a run to the README's tables, and to a picture."""

import math
import pathlib

from benches.common import COLUMNS

BEGIN, END = "<!-- make bench: begin -->", "<!-- make bench: end -->"


def read(text):
    """The lines above the table, and its rows."""
    lines = text.splitlines()
    notes = [line[2:] for line in lines if line.startswith("# ")]
    table = [line.split("\t") for line in lines if line and not line.startswith("#")]
    if not table or table[0] != COLUMNS:
        raise SystemExit("bench: the file is no table of this bench")
    return notes, [dict(zip(COLUMNS, cells)) for cells in table[1:]]


def markdown(header, rows):
    lines = [header, *rows]
    text = ["| " + " | ".join(cells) + " |" for cells in lines]
    return [text[0], "|" + "---|" * len(header), *text[1:], ""]


def number(cell, scale=1.0):
    """Three digits."""
    if not cell:
        return ""
    value = float(cell) * scale
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


TRAINING = ["mode", "M words/s", "kept", "GFLOP/s", "% of peak", "memory allows GFLOP/s"]
TRAINING += ["one thread: M words/s", "% of peak", "threads / one", "AVX2", "SSE2"]
TRAINING += ["/ gensim", "/ fasttext"]


def first(rows, **wanted):
    """The first row that has these cells, or one of empty cells."""
    for row in rows:
        if all(row[name] == value for name, value in wanted.items()):
            return row
    return dict.fromkeys(COLUMNS, "")


def training(rows):
    """A line for each mode: the best ISA on all threads and on one, other ISAs and rivals beside it."""
    for name in dict.fromkeys(row["work"] for row in rows):
        mine = [row for row in rows if row["work"] == name]
        best = mine[0]
        isa, team = best["isa"], best["threads"]
        one = first(mine, isa=isa, threads="1")
        cells = [number(best["kith"], 1e-6), number(best["kept/s"], 1e-6), number(best["GFLOP/s"])]
        cells += [number(best["% of peak"]), number(best["memory GFLOP/s"])]
        cells += [number(one["kith"], 1e-6), number(one["% of peak"])]
        cells += [number(first(mine, rival=f"kith, {isa}, 1")["ratio"])]
        for other in ("avx2", "base"):
            cells += [number(first(mine, isa=other, threads=team)["ratio"]) if isa != other else ""]
        for rival in ("gensim", "fasttext"):
            cells += [number(first(mine, rival=rival)["ratio"])]
        yield [name, *cells]


def others(rows):
    for row in rows:
        speed, unit = float(row["kith"]), row["unit"]
        cells = [row["kith"], row["its speed"]]
        if unit == "1/s":  # seconds tell more
            unit = "s" if speed < 20 else "ms"
            scale = 1 if unit == "s" else 1000
            cells = [f"{scale / float(cell):.3g}" if cell else "" for cell in cells]
        elif unit in ("words/s", "rows/s"):
            cells = [number(cell) for cell in cells]
        beside = f"{row['rival']} {cells[1]}" if row["rival"] else ""
        yield [row["work"], f"{cells[0]} {unit}", beside, number(row["ratio"])]


def tables(text):
    """The README's tables: machine, command and date above them."""
    notes, rows = read(text)
    section = lambda *names: [row for row in rows if row["section"] in names]
    lines = [*(f"- {note}" for note in notes), ""]
    if section("train"):
        lines += markdown(TRAINING, training(section("train")))
    rest = section("reference", "read", "files", "questions", "nets")
    if rest:
        names = {"reference": "train, one thread, "}
        for row in rest:
            row["work"] = names.get(row["section"], "") + row["work"]
        lines += markdown(["work", "kith", "beside it", "times as fast"], others(rest))
    return "\n".join(lines).rstrip()


def put(text, path):
    """Between the markers of a file; False where it has none."""
    file = pathlib.Path(path)
    whole = file.read_text(encoding="utf-8")
    before, begin, rest = whole.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        return False
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
    return True


def draw(rows, path):
    """A bar a rival: how many times faster kith is, on a logarithmic scale."""
    bars = [
        (f"{row['work']} / {row['rival']}", float(row["ratio"]))
        for row in rows
        if row["ratio"] and not row["rival"].startswith("kith")
    ]
    height, left, unit = 18, 420, 110
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="860" height="{height * len(bars) + 40}" '
        'font-family="sans-serif" font-size="11">',
        '<text x="10" y="16">times as fast as the rival (a line is 1, 10, 100)</text>',
    ]
    for power in range(3):
        x = left + power * unit
        lines.append(f'<path d="M{x} 24V{height * len(bars) + 30}" stroke="#bbb"/>')
    for i, (name, ratio) in enumerate(bars):
        y = 28 + i * height
        ends = sorted((left, left + unit * math.log10(max(ratio, 0.01))))
        lines.append(f'<text x="{left - 8}" y="{y + 11}" text-anchor="end">{name}</text>')
        lines.append(
            f'<rect x="{ends[0]:.1f}" y="{y}" width="{ends[1] - ends[0]:.1f}" height="{height - 5}" '
            f'fill="{"#27a" if ratio >= 1 else "#b43"}"/>'
        )
        lines.append(f'<text x="{ends[1] + 6:.1f}" y="{y + 11}">{ratio:.2f}</text>')
    pathlib.Path(path).write_text("\n".join([*lines, "</svg>", ""]), encoding="utf-8")
