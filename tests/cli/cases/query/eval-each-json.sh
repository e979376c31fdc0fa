printf 'man king woman queen\nman king woman aunt\n' >a.txt
printf 'king queen 9\nking aunt 3.5\n' >p.txt
cp "$CASES/family.vec" one.vec
"$KITH" eval one.vec --analogies a.txt --pairs p.txt --per-question --json
