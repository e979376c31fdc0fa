"$KITH" analogy "$CASES/family.vec" man kinng woman
