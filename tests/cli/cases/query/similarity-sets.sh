"$KITH" similarity "$CASES/family.vec" 'man king' 'woman queen'
"$KITH" similarity "$CASES/family.vec" 'man king' Ärger --mean raw
# Sets by a tab; without one, words.
printf 'man king\twoman queen\nman woman\n' | "$KITH" similarity "$CASES/family.vec"
