# Halves, unit vectors, and what was written read back.
"$KITH" convert "$CASES/family.vec" a.bin -q --verify
"$KITH" convert "$CASES/family.vec" a.npy -q --verify --dtype f16 --normalize
"$KITH" convert a.npy - -q --to csv
"$KITH" convert "$CASES/family.vec" b.csv --dtype f16 || echo "exit $?"
"$KITH" convert "$CASES/family.vec" - --to csv --verify || echo "exit $?"
printf 'a b,1e6\n' >large.csv
"$KITH" convert large.csv large.npy --dtype f16 -q || echo "exit $?"
"$KITH" convert large.csv large.vec --on-bad-word escape --verify
ls
