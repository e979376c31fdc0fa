"$KITH" nearest "$CASES/family.vec" king Ärger --json -k 2
