# Rows that lie on a line come back from one number; decode continues where encode stopped.
awk 'BEGIN { print "a,b,c"; for (i = 0; i < 50; i++) print i "," 2 * i + 1 "," 7 - i }' >line.csv
"$KITH" autoencode train line.csv -o m.kith --net '?-1-?' --lr 0.02 --batch 5 --threads 2 -q
"$KITH" autoencode score m.kith line.csv | awk -F'\t' '$1 == "MSE" { print ($2 < 0.1) } $1 == "rows"'
"$KITH" autoencode encode m.kith line.csv >codes.tsv
wc -l <codes.tsv | tr -d ' '
"$KITH" autoencode decode m.kith codes.tsv >there.tsv
"$KITH" autoencode reconstruct m.kith line.csv >back.tsv
cmp there.tsv back.tsv && echo same
"$KITH" autoencode train line.csv -o m.kith --net '?-1-?' --tied --noise mask:0.1 --epochs 2 -q && echo tied
"$KITH" autoencode train line.csv -o m.kith --net '?-1-?' --noise salt:1 -q
echo $?
"$KITH" autoencode train line.csv -o m.kith -q
