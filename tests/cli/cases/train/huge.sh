# A matrix that no machine here holds: refused with an estimate, not tried.
"$KITH" train "$CASES/train/town.txt" -o x.kith --dim 1000000000 --min-count 1 2>err
code=$?
[ "$code" -eq 2 ] || [ "$code" -eq 71 ] || echo "exit $code"
wc -l <err | tr -d ' '
ls
