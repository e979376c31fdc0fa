printf ': family\nman king woman queen\nman king woman aunt\n: gram-x\nman king woman apple\n' >a.txt
printf 'king queen 9\nking aunt 3.5\n' >p.txt
"$KITH" eval "$CASES/family.vec" --analogies a.txt --pairs p.txt --per-question
