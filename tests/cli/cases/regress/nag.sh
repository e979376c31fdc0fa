# What is saved under nag is w, not the look-ahead w + 0.9 v that gradients are taken at: y = w x + b
# from 0 on (-1, -1) and (1, 1), three steps of the notes' rule by awk beside it.
printf 'x,y\n-1,-1\n1,1\n' >d.csv
"$KITH" regress train d.csv -o m.kith --target y --net '?-?' --init zero --scale none --optim nag \
    --lr 0.1 --schedule constant --batch 2 --epochs 3 -q
"$KITH" regress predict m.kith d.csv | awk '{ printf "%.5f\n", $1 }'
awk 'BEGIN { for (i = 0; i < 3; i++) { v = 0.9 * v + 0.1 * 2 * (1 - w - 0.9 * v); w += v } printf "%.5f\n%.5f\n", -w, w }'
