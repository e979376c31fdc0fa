# What is no vector of the model is told, and the others are answered.
printf '1 0\n1 x 0\nlong\t1 2 3 4\n1 0 1e39\n0 1 0\n' | "$KITH" nearest "$CASES/family.vec" --vectors -k 1
"$KITH" nearest "$CASES/family.vec" --vectors --method mul '1 0 0'
