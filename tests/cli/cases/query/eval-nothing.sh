# Nothing that could be compared is a negative answer.
printf 'x y 1\n' >p.txt
"$KITH" eval "$CASES/family.vec" --pairs p.txt
