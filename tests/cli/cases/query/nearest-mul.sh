"$KITH" nearest "$CASES/family.vec" 'king - man + woman' --method mul -k 2
"$KITH" nearest "$CASES/family.vec" 'king - man + 2*woman' king --method mul -k 1 --json
