# A rate that is too high: the run stops and says what to lower. Where an epoch was good its weights
# are the model, which answers with numbers; where none was, no file is left.
awk 'BEGIN { print "x,y"; for (i = 0; i < 60; i++) print i "," 3 * i * i }' >t.csv
try() {
    "$KITH" regress train t.csv -o m.kith --net '?-16relu-?' --optim sgd --batch 10 -q "$@" 2>err
    echo $?
    sed 's/epoch [0-9][0-9]*/epoch N/g; s/, loss [0-9.e+-]*$/, loss L/' err
}
try --lr 1000 --scale none
ls m.kith 2>/dev/null
try --lr 10 --epochs 100 --schedule linear:warm=0.9 --log run.ndjson
"$KITH" regress test m.kith t.csv | awk -F'\t' 'NR == 3 { print ($2 < 10000) }'
kept=$(sed 's/.*of epoch \([0-9]*\),.*/\1/' err)
[ "$kept" -ge 1 ] && [ "$kept" -le "$(wc -l <run.ndjson)" ] && echo kept
ls
