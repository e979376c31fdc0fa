# A question with an unknown word counts as wrong, a pair as a cosine of 0.
printf 'man king woman queen\nman king woman aunt\n' >a.txt
printf 'king queen 9\nman queen 3\nking aunt 5\n' >p.txt
"$KITH" eval "$CASES/family.vec" --analogies a.txt --pairs p.txt --oov wrong
