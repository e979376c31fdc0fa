"$KITH" rank "$CASES/family.vec" king queen
"$KITH" rank "$CASES/family.vec" king apple --closer
printf 'king queen\nking man\n' | "$KITH" rank "$CASES/family.vec" --relative 2
