# `| head -1`: quiet, at once, and no failure.
awk 'BEGIN { print 20000, 2; for (i = 0; i < 20000; i++) print "w" i, 1, i }' >big.vec
{
    "$KITH" nearest big.vec w1 -k 20000
    echo "exit $?" >&3
} 3>code | head -1
cat code
awk 'BEGIN { for (i = 0; i < 100000; i++) print "w" i }' >text
{
    "$KITH" vocab text --min-count 1 -q
    echo "exit $?" >&3
} 3>code | head -1
cat code
