"$KITH" convert "$CASES/family.vec" m.kith -q && "$KITH" info m.kith
cp "$CASES/family.vec" .
"$KITH" info family.vec
printf 'the 3\ncat 1\n' >words.vocab
"$KITH" info words.vocab
