# B is A turned by a quarter, under other words: a few pairs bring it back, the others are found.
awk 'BEGIN { print "60 6"; for (i = 0; i < 60; i++)
    print "a" i, sin(i), cos(2 * i), sin(3 * i + 1), cos(5 * i), sin(7 * i), cos(11 * i) }' >a.vec
awk 'NR == 1 { print; next } { sub("a", "b", $1); print $1, -$3, $2, $5, $4, -$6, $7 }' a.vec >b.vec
awk 'BEGIN { for (i = 0; i < 40; i++) print "a" i "\tb" i; print "a1\tnothing" }' >pairs.tsv
awk 'BEGIN { for (i = 40; i < 60; i++) print "a" i, "b" i }' >test.txt
"$KITH" align a.vec b.vec -o out.vec --pairs pairs.tsv --test test.txt
"$KITH" align a.vec b.vec -o out.kith --pairs pairs.tsv --hold-out 0 --json
"$KITH" similarity out.kith a0 a1
"$KITH" similarity a.vec a0 a1
"$KITH" edit out.vec b.vec -o both.kith -q
"$KITH" nearest both.kith a7 a50 -k 1
