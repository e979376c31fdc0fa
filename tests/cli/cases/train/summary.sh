# A small text in a moment: a model, and a summary on standard error.
"$KITH" train "$CASES/train/town.txt" -o town.kith --dim 16 --min-count 1 --threads 1 --epochs 2 || exit
"$KITH" info town.kith | sed -n '2,5p'
