# Nets that cannot learn what they are asked to are refused with the reason in one line,
# and nothing is written.
awk 'BEGIN { print "x,y,label"; for (i = 0; i < 9; i++) print i "," i % 3 "," (i % 2 ? "a" : "b") }' >t.csv
try() {
    "$KITH" "$@" -o bad.kith -q 2>err
    code=$?
    [ "$(wc -l <err)" -eq 1 ] || echo "expected one line"
    cat err
    echo "$code"
}
cut -d, -f1,2 t.csv >n.csv
try classify train t.csv --net '?-4step-?softmax'
try classify train t.csv --net '?-4-bn-relu-?softmax' --batch 1
try classify train t.csv --net '?-4-bn-relu-?softmax' --batch 8
try classify train t.csv --net '3-?softmax'
try classify train t.csv --net '?-5softmax'
try regress train n.csv --net '?-4step-?'
try regress train n.csv --net '?-?step'
try autoencode train n.csv --net '?-1step-?'
ls bad.kith* .[!.]* 2>/dev/null
"$KITH" classify train t.csv --net '?-4-ln-relu-?softmax' --batch 1 --epochs 1 -o m.kith -q && ls m.kith
