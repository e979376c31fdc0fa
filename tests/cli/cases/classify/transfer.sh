# Layers of a saved net: taken, kept as they are, trained on; an autoencoder's under a classifier.
awk 'BEGIN { print "x,y,label"
    for (i = 0; i < 120; i++) { r = i % 3 + 1; a = i * 2.39996
        print r * cos(a) "," r * sin(a) "," substr("abc", r, 1) } }' >rings.csv
train() { "$KITH" "$@" 2>err || exit; grep 'took layers' err; }
train classify train rings.csv -o m.kith --net '?-16tanh-bn-8relu-?softmax' --epochs 100
train classify train rings.csv -o more.kith --init-with m.kith --epochs 2
train classify train rings.csv -o same.kith --init-with m.kith --epochs 3 --freeze 3 \
    --net '?-16tanh-bn-8relu-?softmax'
sums() { "$KITH" info "$1" | grep "section	[$2]\."; }
sums m.kith 1-3 >before && sums same.kith 1-3 | cmp - before && echo kept
sums m.kith 4 >before && { sums same.kith 4 | cmp -s - before || echo learnt; }
train autoencode train rings.csv -o ae.kith --net '?-16tanh-1-?' --epochs 5
train classify train rings.csv -o deep.kith --init-with ae.kith --freeze 1 --net '?-16tanh-9relu-?softmax'
try() {
    "$KITH" classify train rings.csv -o no.kith -q "$@" 2>&1
    echo $?
}
try --init-with m.kith --net '?-5tanh-?softmax'
try --init-with m.kith --freeze 5
try --init-with m.kith --freeze 4
try --freeze 1
try --init-with rings.csv
"$KITH" classify train --text "$CASES/classify/weather.txt" -o no.kith --init-with m.kith -q 2>&1
ls no.kith 2>/dev/null
