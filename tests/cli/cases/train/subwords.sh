# Words outside the vocabulary are made of n-grams, in every question; without n-grams there are none.
text=$CASES/train/town.txt
"$KITH" train "$text" -o n.kith --dim 8 --min-count 1 --threads 1 -q --minn 2 --maxn 4 --bucket 500
"$KITH" train "$text" -o same.kith --dim 8 --min-count 1 --threads 1 -q --minn 2 --maxn 4 --bucket 500
"$KITH" train "$text" -o plain.kith --dim 8 --min-count 1 --threads 1 -q
cmp n.kith same.kith && echo same
"$KITH" vector n.kith unheard | wc -w
"$KITH" nearest n.kith unheard 'unheard - unseen' -k 1 | cut -f1
"$KITH" similarity n.kith unheard unheard
"$KITH" analogy n.kith unheard unseen unread -k 2 -q | wc -l
printf 'unheard\nunseen\n' | "$KITH" vector n.kith | cut -f1
"$KITH" info n.kith | cut -f2,4 | grep -E "^(gram|own)"
"$KITH" vector plain.kith unheard; echo $?
"$KITH" train "$text" -o x.kith --minn 5 --maxn 4; echo $?
"$KITH" train "$text" -o x.kith --bucket 0; echo $?
# What fastText would load is the same again when it comes back.
for mode in "skipgram ns" "skipgram hs" "cbow ns" "cbow hs"; do
    "$KITH" train "$text" -o m.kith --dim 8 --min-count 1 --threads 1 -q --maxn 5 --bucket 500 \
        --arch "${mode% *}" --loss "${mode#* }"
    "$KITH" convert m.kith m.ftbin -q && "$KITH" convert m.ftbin back.kith -q
    "$KITH" vector m.kith baker unheard >a && "$KITH" vector back.kith baker unheard >b
    cmp a b && echo "$mode: the same again, $(cut -f 1 b | paste -s)"
done
"$KITH" info m.ftbin | grep n-grams
"$KITH" info back.kith --json | grep -o '"ngrams":{[^}]*}'
"$KITH" predict n.kith unheard baker -k 2 | wc -l
echo 'unheard unseen' | "$KITH" vector n.kith --sentence mean | wc -w
# What changes the words' vectors alone leaves the n-grams out, and says so.
"$KITH" convert n.kith unit.kith --normalize && "$KITH" vector unit.kith unheard
"$KITH" edit n.kith -o edited.kith --center
# Words that are filtered keep them, and a space that is turned turns them.
"$KITH" edit n.kith -o few.kith --top 5 -q
"$KITH" vector n.kith unheard >a && "$KITH" vector few.kith unheard >b && cmp a b && echo kept
"$KITH" predict few.kith baker -k 9 | wc -l
"$KITH" align n.kith plain.kith -o turned.kith >report && "$KITH" vector turned.kith unheard | wc -w
# Pairs with unknown words are compared where that is asked for.
printf 'unheard unseen 3\nunread unseen 2\nunread unheard 1\n' >pairs
for oov in skip ngrams; do
    "$KITH" eval n.kith --pairs pairs --oov $oov --json | grep -o '"compared":[0-9]*'
done
for question in 'nearest n.kith unheard --method mul -k 1' 'odd n.kith unheard unseen xylophone' \
    'rank n.kith unheard unseen'; do
    # shellcheck disable=SC2086 # words of a command
    "$KITH" $question | wc -l
done
