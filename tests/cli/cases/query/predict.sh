# A text in which b always stands between a and c, and y between x and z.
awk 'BEGIN { for (i = 0; i < 3000; i++) print (i % 3 ? "a b c" : "x y z") }' >text
for loss in ns hs softmax; do
    "$KITH" train text -o m.kith --arch cbow --loss "$loss" --min-count 1 --dim 8 --epochs 5 --sample 0 --threads 1 --isa base -q
    "$KITH" predict m.kith a c -k 1 | cut -f1
    printf 'x z\na\n' | "$KITH" predict m.kith -k 1 | cut -f1,2 | head -1
    "$KITH" score m.kith 'a b c' 'a y c' | sort -g -r | head -1 >best
    "$KITH" score m.kith 'a b c' | cmp - best
done
"$KITH" predict m.kith x z -k 1 --json
