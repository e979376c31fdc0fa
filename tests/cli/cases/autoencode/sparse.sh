# A code of 12 out of 4: exactly two of a row are active, means stay near their share, and the model
# file has the layer that does it.
awk 'BEGIN { OFS = ","; print "a,b,c,d"; for (i = 0; i < 60; i++) print i % 4 == 0, i % 4 == 1, i % 4 == 2, i % 4 == 3 }' >four.csv
active() { "$KITH" autoencode encode "$1" four.csv | awk -F'\t' '{ n = 0; for (i = 1; i <= NF; i++) n += $i != 0; print NF, n }' | sort | uniq -c | awk '{ print $1, $2, $3 }'; }
"$KITH" autoencode train four.csv -o top.kith --net '?-12-?' --sparse topk:2 --epochs 50 -q && active top.kith
"$KITH" autoencode train four.csv -o again.kith --net '4-12-topk:2-4' --epochs 50 -q && active again.kith
"$KITH" autoencode score top.kith four.csv >a && "$KITH" autoencode score again.kith four.csv | cmp a - && echo same
"$KITH" autoencode train four.csv -o kl.kith --net '?-12sigmoid-?' --sparse kl:0.2,3 --lr 0.02 --epochs 200 --batch 20 -q
"$KITH" autoencode encode kl.kith four.csv | awk -F'\t' '{ for (i = 1; i <= NF; i++) sum[i] += $i / 60 } END { for (i in sum) if (sum[i] < 0.18 || sum[i] > 0.22) print i, sum[i]; print "means" }'
"$KITH" autoencode train four.csv -o l1.kith --net '?-12relu-?' --sparse l1:0.01 -q && echo l1
"$KITH" autoencode train four.csv -o m.kith --net '?-12relu-?' --sparse kl:0.1,1 -q
echo $?
"$KITH" autoencode train four.csv -o m.kith --net '?-3relu-?' --sparse topk:4 -q
echo $?
"$KITH" net summary 4-12sigmoid-kl:0.1,1-topk:3-4 | head -6
