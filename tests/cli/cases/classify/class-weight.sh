# Rows of a label that weighs more are answered right more often; lists, balance, and what is none.
awk 'BEGIN { print "x,label"; for (i = 0; i < 200; i++) print (i * 7 % 41) + (i % 10 ? 0 : 12) "," (i % 10 ? "often" : "seldom") }' >t.csv
recall() {
    "$KITH" classify train t.csv -o m.kith --net '?-?softmax' --optim sgd --lr 0.1 --epochs 30 -q "$@" || return
    "$KITH" classify test m.kith t.csv --json | sed 's/.*"label":"seldom"//; s/.*"recall":\([0-9.]*\).*/\1/; s/^0$/none/; s/^[01][.0-9]*$/some/'
}
recall
recall --class-weight seldom=10
recall --class-weight balanced
recall --class-weight seldom=9,often=0.5
recall --class-weight seldom 2>&1
recall --class-weight never=2 2>&1
sed 's/^\(.*\),\(.*\)$/__label__\2 \1/' t.csv | tail -n +2 >t.txt
"$KITH" classify train --text t.txt -o text.kith --class-weight seldom=3 --epochs 2 -q && echo trained
"$KITH" classify train --text t.txt -o text.kith --class-weight never=3 --epochs 2 -q 2>&1
