"$KITH" analogy "$CASES/family.vec" man king woman -k 1 -q
