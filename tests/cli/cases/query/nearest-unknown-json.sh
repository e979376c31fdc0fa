"$KITH" nearest "$CASES/family.vec" kinng woman --json -k 1
