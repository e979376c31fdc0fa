"$KITH" nearest --top 3 "$CASES/family.vec" queen
