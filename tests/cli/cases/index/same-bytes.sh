# The number of threads does not change a byte.
for n in 1 2 3; do
    "$KITH" index "$CASES/family.vec" -o "$n.index" --threads "$n" --links 4 --effort 20 -q
    cmp 1.index "$n.index"
done
