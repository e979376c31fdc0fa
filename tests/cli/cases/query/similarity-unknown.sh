"$KITH" similarity "$CASES/family.vec" king quee
