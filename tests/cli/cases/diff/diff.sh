# The same words in another model: one has moved, one is new, axes and lengths do not count.
awk 'BEGIN { print "40 3"; for (i = 0; i < 40; i++) print "w" i, sin(i), cos(2 * i), sin(3 * i + 1) }' >a.vec
awk 'NR == 1 { print "40 3"; next } NR == 9 { $2 = -$2; $3 = -$3; $4 = -$4 } NR == 41 { $1 = "new" }
    { print $1, 2 * $4, 2 * $2, 2 * $3 }' a.vec >b.vec
"$KITH" diff a.vec b.vec --show 1 -k 3
"$KITH" edit a.vec -o plane.vec --pca 2 -q
"$KITH" diff a.vec plane.vec --show 0
"$KITH" diff a.vec plane.vec --top 20 -k 4 --show 1 --json
"$KITH" diff a.vec "$CASES/family.vec"
