: >empty
"$KITH" train empty -o x.kith
echo "$?"
echo 'a b c' >rare
"$KITH" train rare -o x.kith
echo "$?"
echo 'a a a a a a a' >one
"$KITH" train one -o x.kith
echo "$?"
"$KITH" train no-such-text -o x.kith
echo "$?"
"$KITH" train "$CASES/train/town.txt" -o no/x.kith
echo "$?"
ls
