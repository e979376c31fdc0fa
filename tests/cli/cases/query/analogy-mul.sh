"$KITH" analogy "$CASES/family.vec" man king woman -k 2 --method mul
