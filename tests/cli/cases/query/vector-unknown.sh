"$KITH" vector "$CASES/family.vec" king kinng
