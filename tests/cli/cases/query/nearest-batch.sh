# A file of questions is answered in batches, a pipe line by line: the same answers in the same
# order, misses included.
awk 'BEGIN { print 300, 3; for (i = 0; i < 300; i++) print "w" i, 1, i % 17, i % 5 }' >grid.vec
awk 'BEGIN { for (i = 0; i < 310; i++) print (i % 50 == 7 ? "w0 +" : "w" i) }' >questions
"$KITH" nearest grid.vec --json -k 3 <questions >batched 2>batch.err
echo "$?"
# shellcheck disable=SC2002 # a pipe is the point
cat questions | "$KITH" nearest grid.vec --json -k 3 >pipe 2>pipe.err
cmp batched pipe && cmp batch.err pipe.err && wc -l <batched | tr -d ' ' && wc -l <batch.err | tr -d ' '
