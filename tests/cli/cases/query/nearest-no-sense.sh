"$KITH" nearest "$CASES/family.vec" 'king -' woman -k 1
