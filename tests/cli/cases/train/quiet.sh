"$KITH" train "$CASES/train/town.txt" -o town.kith --dim 8 --min-count 1 --epochs 1 -q && ls
