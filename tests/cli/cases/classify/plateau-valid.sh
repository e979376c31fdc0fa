# Labels that say nothing are learnt by heart: the loss goes on falling on the rows trained on and rises on
# those held out, and a plateau listens to the latter.
awk 'BEGIN { s = 7
    print "a,b,c,d,label"
    for (i = 0; i < 200; i++) {
        for (j = 0; j < 5; j++) { s = s * 16807 % 2147483647; r[j] = s % 1000 }
        print r[0] "," r[1] "," r[2] "," r[3] "," (r[4] < 500 ? "x" : "y")
    } }' >noise.csv
rates() {
    "$KITH" classify train noise.csv -o m.kith -q --epochs 100 --lr 0.001 --batch 200 --threads 1 \
        --net '?-256tanh-?softmax' --schedule plateau:factor=0.5,patience=4 --log log.ndjson "$@"
    sed 's/.*"lr":\([^,}]*\).*/\1/' log.ndjson | sort -u | wc -l
}
[ "$(rates)" -le 7 ] && echo "trained on: few falls"
[ "$(rates --valid 0.5)" -ge 15 ] && echo "held out: many"
