# On from a model: its rows start, or stay; the model may be written over.
yes 'a b c a b d' | head -n 500 >old
yes 'a b e f a b e' | head -n 500 >new
"$KITH" train old -q -o m.kith --dim 4 --threads 1
"$KITH" convert m.kith m.txt -q
"$KITH" train new -o f.kith --dim 4 --threads 1 --init m.txt --freeze 2>&1 | grep ' start '
for word in a d; do
    "$KITH" vector m.kith $word >there
    "$KITH" vector f.kith $word | cmp - there && echo "$word stays"
done
printf 'a\nz\n' >list
"$KITH" train new -o l.kith --dim 4 --threads 1 --init m.txt --freeze-words list 2>&1 | grep -E 'start|stay'
for word in a b; do
    "$KITH" vector m.kith $word >there
    "$KITH" vector l.kith $word | cmp -s - there && echo "$word stays"
done
# fastText's .bin has output vectors too: what goes on from it is what goes on from the model.
"$KITH" convert m.kith m.ftbin -q
"$KITH" train new -q -o n.kith --dim 4 --threads 1 --init m.ftbin
"$KITH" train new -q -o o.kith --dim 4 --threads 1 --init m.kith
"$KITH" vector n.kith a b e >n && "$KITH" vector o.kith a b e >o && cmp n o && echo same
"$KITH" predict m.ftbin a b -k 2 >n && "$KITH" predict m.kith a b -k 2 >o && cmp n o && echo same
for words in old union new; do
    "$KITH" train new -q -o $words.kith --dim 4 --threads 1 --init m.kith --init-vocab $words
    "$KITH" info $words.kith | grep rows
done
"$KITH" train new -q -o m.kith --dim 4 --threads 1 --init m.kith && cmp m.kith union.kith && echo same
"$KITH" train new -q -o x.kith --dim 5 --init m.kith
echo "$?"
"$KITH" train new -q -o x.kith --freeze
echo "$?"
"$KITH" train new -q -o x.kith --init missing
echo "$?"
