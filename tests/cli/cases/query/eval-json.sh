printf ': family\nman king woman queen\nman king woman aunt\n' >a.txt
printf 'king queen 9\nking apple 1\n' >p.txt
"$KITH" eval "$CASES/family.vec" --analogies a.txt --pairs p.txt --json
