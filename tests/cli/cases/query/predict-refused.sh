"$KITH" predict "$CASES/family.vec" man
