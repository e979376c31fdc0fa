"$KITH" vector "$CASES/family.vec" Ärger --json
