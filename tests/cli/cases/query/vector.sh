"$KITH" vector "$CASES/family.vec" king Ärger
