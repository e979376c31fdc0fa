"$KITH" nearest "$CASES/family.vec" king
