# The log tells of each layer; what is wrong with a net is told once, on standard error.
command -v python3 >/dev/null || { echo "no python3" >&2; exit 77; }
awk 'BEGIN { print "x,y,label"; for (i = 0; i < 60; i++) print i % 7, i % 5, (i % 7 > i % 5 ? "a" : "b") }' |
    tr ' ' , >t.csv
train() { "$KITH" classify train t.csv -o m.kith --epochs 20 "$@" 2>err; }
train --net '?-12relu-bn-8relu-?softmax' --valid 0.25 --log run.ndjson --plot run.svg || cat err
python3 -c '
import json
rows = [json.loads(line) for line in open("run.ndjson")]
print(len(rows), sorted(k for k in rows[-1] if "_" in k))
print(all(0 <= r["accuracy"] <= 1 and r["gradient_1"] > 0 for r in rows))'
grep -c 'Accuracy' run.svg
"$KITH" net plot run.ndjson -o again.svg && cmp run.svg again.svg
grep -o 'rows trained on: loss.*accuracy.*held out: loss.*accuracy' err | tr -d '0-9.'
train --net '?-8sigmoid-8sigmoid-8sigmoid-8sigmoid-8sigmoid-8sigmoid-8sigmoid-?softmax' --init normal:0.05
grep -c 'gradients vanish' err
train --init zero
grep -o 'initialiser zero, hidden layer 1: all units' err
grep -c '64 of the 64 units of layer 1' err
train --init zero --net '?-?softmax'
grep -c 'initialiser' err
train --init zero -q
cat err
