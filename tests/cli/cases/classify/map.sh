# The plane of two features in the colours of the classes: parted by x alone, left is one colour.
awk 'BEGIN { print "x,y,label"; for (i = 0; i < 60; i++) print i % 10 - 4.5 "," int(i / 10) "," (i % 10 < 5 ? "left" : "right") }' >t.csv
"$KITH" classify train t.csv -o m.kith --net '?-?softmax' --lr 0.05 -q
"$KITH" classify map m.kith t.csv -o map.svg
grep -c '<circle' map.svg
# A path of runs a class, and an entry for each in the legend.
grep -o 'left\|right' map.svg | sort | uniq -c | tr -s ' '
awk -F , -v OFS=, 'NR > 1 { $2 = $2 ",1" } NR == 1 { $2 = "y,z" } { print }' t.csv >three.csv
"$KITH" classify map m.kith three.csv -o no.svg
echo $?
"$KITH" classify train three.csv -o three.kith -q && "$KITH" classify map three.kith three.csv -o no.svg
echo $?
"$KITH" classify map m.kith t.csv -o t.csv
echo $?
test ! -e no.svg
