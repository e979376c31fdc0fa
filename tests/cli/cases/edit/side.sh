# Words as neighbours of others: what softmax learnt, their sums; none by hierarchical softmax.
printf 'a b c a b a\na b c d\n' >text
train() {
    "$KITH" train text -o "$1" --loss "$2" --min-count 1 --dim 4 --epochs 9 --lr 0.5 --threads 1 -q
}
train m.kith softmax
for side in input output sum; do
    "$KITH" edit m.kith -o $side.tsv --side $side -q
done
paste input.tsv output.tsv sum.tsv | awk '{ for (i = 2; i <= 5; i++) { d = $i + $(i + 5) - $(i + 10); if (d * d < 1e-12) n++ } }
    END { print n, "sums" }'
cmp -s input.tsv output.tsv || echo "the sides differ"
train tree.kith hs
"$KITH" edit tree.kith -o none.tsv --side output
ls none.tsv 2>/dev/null
"$KITH" edit "$CASES/family.vec" -o none.tsv --side sum
