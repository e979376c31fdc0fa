# A trained model has the counts of its words.
printf 'a b c a b a\na b c d\n' >text
"$KITH" train text -o m.kith --min-count 1 --dim 4 --epochs 1 --threads 1 -q
"$KITH" nearest m.kith d --min-count 3 | cut -f1 | sort
"$KITH" nearest m.kith d --max-count 2 | cut -f1 | sort
"$KITH" nearest "$CASES/family.vec" king --min-count 3
