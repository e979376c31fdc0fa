# One object a line; probabilities of all labels sum to 1; the accuracy is a fraction.
command -v python3 >/dev/null || { echo "no python3" >&2; exit 77; }
text=$CASES/classify/weather.txt
for loss in softmax ova; do
    "$KITH" classify train --text "$text" -o m.kith --dim 16 --loss $loss --threads 1 -q
    "$KITH" classify test m.kith "$text" --json | python3 -c '
import json, sys
r = json.loads(sys.stdin.read())
print(r["rows"], r["accuracy"], [c["label"] for c in r["classes"]], sum(map(sum, r["confusion"])))'
    head -3 "$text" | "$KITH" classify predict m.kith -k 3 --json | python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    p = [a["probability"] for a in r["answers"]]
    print(r["label"], len(p), abs(sum(p) - 1) < 1e-6, p == sorted(p, reverse=True))'
done
