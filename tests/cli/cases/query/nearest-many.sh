"$KITH" nearest "$CASES/family.vec" king '2*queen - woman' -k 2
