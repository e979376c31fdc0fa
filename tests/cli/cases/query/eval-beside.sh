# Several models side by side: the second has less words.
printf ': family\nman king woman queen\nking man queen woman\n: gram-x\nman king woman apple\n' >a.txt
printf 'king queen 9\nman woman 5\nking apple 1\nman apple 2\n' >p.txt
cp "$CASES/family.vec" one.vec
grep -v apple one.vec | sed '1s/6/5/' >two.vec
"$KITH" eval one.vec two.vec --analogies a.txt --pairs p.txt
"$KITH" eval one.vec two.vec --analogies a.txt --per-question
