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
