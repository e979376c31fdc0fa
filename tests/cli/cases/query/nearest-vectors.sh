# Vectors in the place of words: with a name or by their number, of words or of sentences.
"$KITH" nearest "$CASES/family.vec" --vectors -k 2 '1 0.5  0'
"$KITH" vector "$CASES/family.vec" king queen | "$KITH" nearest "$CASES/family.vec" --vectors -k 2
printf '1 0 0\na name\t0 -1e3 0\n' | "$KITH" nearest "$CASES/family.vec" --vectors -k 1 --json
echo 'man king' | "$KITH" vector "$CASES/family.vec" --sentence mean | "$KITH" nearest "$CASES/family.vec" --vectors -k 1
