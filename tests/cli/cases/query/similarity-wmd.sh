# Distances of sentences: in any order, with words again and again, at length 1 or as they are.
"$KITH" similarity "$CASES/family.vec" --wmd 'man king' 'king man'
"$KITH" similarity "$CASES/family.vec" --wmd 'man man woman' 'king' --mean raw
printf 'man king\twoman  queen\nman woman\n' | "$KITH" similarity "$CASES/family.vec" --wmd
"$KITH" similarity "$CASES/family.vec" --wmd --json --mean raw 'the king sang' 'queen' -q
