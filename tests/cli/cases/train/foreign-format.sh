# The model may be any format that convert writes.
"$KITH" train "$CASES/train/town.txt" -o town.bin --dim 8 --min-count 1 --epochs 1 -q && "$KITH" info town.bin | sed -n '3,5p'
