# A net on a table: two rings that no line parts; the same bytes from any number of threads; classes
# by their names, rows with or without labels; reports and answers.
awk 'BEGIN { print "x,y,label"
    for (i = 0; i < 120; i++) { r = i % 2 ? 1 : 3; a = i * 0.7
        print r * cos(a) "," r * sin(a) "," (i % 2 ? "inner" : "outer") } }' >rings.csv
for threads in 1 2 3; do
    "$KITH" classify train rings.csv -o "m$threads.kith" --net '?-16tanh-?softmax' --lr 0.02 \
        --threads $threads -q
done
cmp m1.kith m2.kith && cmp m1.kith m3.kith && echo same
"$KITH" classify test m1.kith rings.csv | head -2
printf 'x,y\n0.1,1\n3,0.2\n' | "$KITH" classify predict m1.kith | cut -f 1
printf 'x,y\n0.1,1\n' | "$KITH" classify predict m1.kith -k 2 | tr '\t' '\n' | grep -c '^0\.'
"$KITH" classify train rings.csv -o one.kith --net '?-16tanh-1sigmoid' --lr 0.02 --threads 1 -q
"$KITH" classify test one.kith rings.csv | head -2
