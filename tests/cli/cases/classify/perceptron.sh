# One step unit by the perceptron rule: a gate that a line can draw is learnt, XOR is not: the run
# ends all the same, and says what it got right. Both probabilities are 0 or 1.
gate() {
    printf 'x,y,label\n0,0,%s\n0,1,%s\n1,0,%s\n1,1,%s\n' "$@" >gate.csv
    "$KITH" classify train gate.csv -o m.kith --net '?-1step' --optim sgd --lr 1 \
        --schedule constant --batch 1 --scale none --epochs 100 -q || echo $?
    "$KITH" classify test m.kith gate.csv | grep '^accuracy'
}
gate no no no yes
gate no yes yes yes
gate no yes yes no | awk '{ print ($2 <= 0.75) }'
"$KITH" classify predict m.kith gate.csv | cut -f2 | sort -u
