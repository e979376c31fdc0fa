# Before any work: 73, and nothing is left behind.
echo 'a b a' >text
"$KITH" vocab text -o no/words.vocab --min-count 1
echo "$?"
"$KITH" convert "$CASES/family.vec" no/family.kith
echo "$?"
ls
