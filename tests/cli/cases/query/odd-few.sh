"$KITH" odd "$CASES/family.vec" man woman
