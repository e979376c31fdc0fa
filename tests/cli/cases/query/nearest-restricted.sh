printf 'apple\nqueen\nnobody\n' >list
"$KITH" nearest "$CASES/family.vec" king --only list
"$KITH" nearest "$CASES/family.vec" king --match '[a-m]*'
"$KITH" nearest "$CASES/family.vec" king --match 'zz*'
