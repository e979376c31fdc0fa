"$KITH" analogy "$CASES/family.vec" man:king::woman:? '?:king::woman:queen' -k 1 -q
"$KITH" analogy "$CASES/family.vec" man king woman 'man:?::woman:queen' -k 1
printf 'man:king::woman:?\nman king woman\n' | "$KITH" analogy "$CASES/family.vec" -k 1 -q --method mul
