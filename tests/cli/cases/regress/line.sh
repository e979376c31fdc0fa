# y = 3 x - 2 z + 5: found, measured and predicted on its own scale.
awk 'BEGIN { print "x,z,y"; for (i = 0; i < 60; i++) { x = i % 7; z = i % 5; print x "," z "," 3*x-2*z+5 } }' >line.csv
"$KITH" regress train line.csv -o m.kith --net '?-?' --optim sgd --lr 0.1 --batch 10 -q
"$KITH" regress test m.kith line.csv --target last | awk -F'\t' 'NR == 3 { print ($2 < 0.01), ($4 > 0.9999) }'
"$KITH" regress test m.kith line.csv --json | grep -c '"r2":'
printf 'x,z\n1,1\n10,0\n' | "$KITH" regress predict m.kith --target none | awk '{ printf "%.2f\n", $1 }'
"$KITH" regress train line.csv -o m.kith --target nothing
