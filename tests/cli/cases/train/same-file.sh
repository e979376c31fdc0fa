cp "$CASES/train/town.txt" .
"$KITH" train town.txt -o town.txt
code=$?
cmp town.txt "$CASES/train/town.txt"
exit $code
