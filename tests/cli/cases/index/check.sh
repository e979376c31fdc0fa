# How much it finds: of a small model all.
"$KITH" index "$CASES/family.vec" -o m.index -q
"$KITH" index "$CASES/family.vec" m.index --check 20
"$KITH" index "$CASES/family.vec" m.index --check 20 --json --seed 3 --effort 20
