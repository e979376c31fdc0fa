"$KITH" similarity "$CASES/family.vec" king queen
