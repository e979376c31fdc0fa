# A line for a line; words that are not known are left out.
printf 'king queen\n\nman  aunt woman\naunt\n' | "$KITH" vector "$CASES/family.vec" --sentence mean
"$KITH" vector "$CASES/family.vec" --sentence mean --json 'king king' -q
