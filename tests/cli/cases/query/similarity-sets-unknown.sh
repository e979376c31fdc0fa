"$KITH" similarity "$CASES/family.vec" 'man kinng' 'woman queen'
