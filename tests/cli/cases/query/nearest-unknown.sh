"$KITH" nearest "$CASES/family.vec" kinng woman zzzzzz -k 1
