"$KITH" nearest "$CASES/family.vec" king -k 2 --include-inputs
