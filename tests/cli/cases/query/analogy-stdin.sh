printf 'man king woman\nman king\nwoman\tqueen  man\n' | "$KITH" analogy "$CASES/family.vec" -k 1 -q
