"$KITH" rank "$CASES/family.vec" king queen --closer --json --match '*n'
