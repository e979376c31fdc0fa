"$KITH" rank "$CASES/family.vec" king quee
