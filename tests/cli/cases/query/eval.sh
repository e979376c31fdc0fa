printf ': family\nman king woman queen\nking man queen woman\nman king woman aunt\n: gram-x\nman king woman apple\n' >a.txt
printf 'king queen 9\nman woman 5\nking apple 1\nking aunt 3\n' >p.txt
"$KITH" eval "$CASES/family.vec" --analogies a.txt --pairs p.txt --pairs p.txt
