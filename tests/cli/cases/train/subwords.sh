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
"$KITH" convert n.kith n.ftbin -q && "$KITH" convert n.ftbin back.kith -q
"$KITH" vector n.kith unheard >a && "$KITH" vector back.kith unheard >b && cmp a b && echo same
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
