# A search, and that the command it ends with has the score it printed.
awk 'BEGIN { print "x,y,label"
    for (i = 0; i < 120; i++) { r = i % 3 + 1; a = i * 2.39996
        print r * cos(a) "," r * sin(a) "," substr("abc", r, 1) } }' >rings.csv
kith() { "$KITH" "$@"; }
# The last held-out loss of the log that the printed command writes, and the best of the trials.
replay() {
    eval "$(tail -1 trials) --log log -q" || exit
    best=$(sed -n 's/^best	//p' trials)
    awk -F '\t' -v best="$best" '$1 == best { printf "%.4f\n", $2 }' trials >told
    sed -n '$s/.*"valid_loss": *\([0-9.e-]*\).*/\1/p' log | awk '{ printf "%.4f\n", $1 }' >got
    least=$(awk -F '\t' 'NR > 1 && $1 != "best" && $2 + 0 > 0 { print $2, $1 }' trials | sort -g | head -1)
    [ "${least#* }" = "$best" ] || echo "not the best: $least, $best"
    cmp told got && echo "same score"
    head -1 trials
    grep -c '^[0-9]' trials
}
kith net tune classify rings.csv --trials 4 --epochs 30 --seed 2 --set lr=1e-3..0.1:log --set batch=8,16 \
    --set net='?-8relu-?softmax,?-16tanh-dropout0.1-?softmax' -q >trials || exit
replay
kith net tune classify --text "$CASES/classify/weather.txt" --valid 0.3 --threads 1 --search grid \
    --set ngrams=1,2 -q >trials || exit
replay
cut -d , -f 1,2 rings.csv >xy.csv
kith net tune regress xy.csv --set optim='adam:l2=1e-4,eps=1e-6|sgd' --search grid --epochs 5 \
    --lr 0.01 -q >trials || exit
replay
kith net tune classify rings.csv --epochs 5 --trials 2 --set lr=0.01,0.02 --json -q | cut -d : -f 1-3 |
    sed 's/: *[0-9.]*,/: N,/g'
# What training refuses is a line that says why, and the others are still tried.
kith net tune classify rings.csv --epochs 5 --search grid -q \
    --set net='?-8relu-?softmax,?-8nosuch-?softmax,?-4relu-?softmax' >trials || exit
cut -f 1,4,5 trials
kith net tune classify rings.csv --epochs 5 --search grid --json -q \
    --set net='?-8nosuch-?softmax,?-4relu-?softmax' | grep -c '"loss":null.*"remark":"net, column'
kith net tune classify rings.csv --epochs 5 --search grid -q --set net='?-8nosuch-?softmax' 2>&1
echo $?
for bad in "classify rings.csv" "classify rings.csv --set batch=0,1" "cluster rings.csv --set lr=1,2" \
    "classify rings.csv --set lr=0.1,0.2 --valid 0"; do
    # shellcheck disable=SC2086 # words on purpose
    kith net tune $bad -q 2>&1
    echo $?
done
