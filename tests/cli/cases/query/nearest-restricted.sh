printf 'apple\nqueen\nnobody\n' >list
"$KITH" nearest "$CASES/family.vec" king --only list
"$KITH" nearest "$CASES/family.vec" king --match '[a-m]*'
"$KITH" nearest "$CASES/family.vec" king --match 'zz*'
"$KITH" nearest "$CASES/family.vec" king -k 9 --regex '^[^[:alpha:]]|n$' | cut -f 1
"$KITH" nearest "$CASES/family.vec" king --regex '(k'
