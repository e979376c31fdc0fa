"$KITH" nearest - king -k 1 <"$CASES/family.vec"
