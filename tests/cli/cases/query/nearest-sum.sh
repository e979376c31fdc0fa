"$KITH" nearest "$CASES/family.vec" 'king - man + woman' -k 2
