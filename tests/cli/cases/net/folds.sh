# Cross-validation: a trial's score is the mean over trainings that each hold out another part, the
# parts are all rows, and each label is in each of them.
awk 'BEGIN { print "x,y,label"
    for (i = 0; i < 60; i++) { r = i % 3 + 1; a = i * 2.39996
        print r * cos(a) "," r * sin(a) "," substr("abc", r, 1) } }' >rings.csv
"$KITH" net tune classify rings.csv --folds 3 --epochs 5 -q >trials
for i in 1 2 3; do
    "$KITH" classify train rings.csv --fold "$i/3" --epochs 5 --log log -o m.kith -q
    sed -n '$s/.*"valid_loss": *\([0-9.e-]*\).*/\1/p' log
done | awk '{ s += $1; q += $1 * $1 } END { printf "%.5f %.4f\n", s / 3, sqrt((q - s * s / 3) / 2) }' >want
awk -F '\t' '$1 == 1 { printf "%.5f %.4f\n", $2, $4 }' trials >got
cmp want got && echo "mean and deviation of the parts"
tail -1 trials
for bad in 0/3 4/3 3 1/1 x/2; do
    "$KITH" classify train rings.csv --fold $bad -o m.kith 2>&1
    echo $?
done
"$KITH" classify train rings.csv --fold 1/3 --valid 0.2 -o m.kith 2>&1
# The same of lines of text.
cp "$CASES/classify/weather.txt" .
"$KITH" net tune classify --text weather.txt --folds 3 --threads 1 -q >trials
for i in 1 2 3; do
    "$KITH" classify train --text weather.txt --fold "$i/3" --threads 1 --log log -o m.kith -q
    sed -n '$s/.*"valid_loss": *\([0-9.e-]*\).*/\1/p' log
done | awk '{ s += $1 } END { printf "%d %.4f\n", NR, s / 3 }' >want
awk -F '\t' '$1 == 1 { printf "3 %.4f\n", $2 }' trials >got
cmp want got && tail -1 trials
"$KITH" classify train --text weather.txt --fold 1/13 -o m.kith 2>&1
"$KITH" classify train --text weather.txt --fold 1/3 --bag -o m.kith 2>&1
"$KITH" classify train --text weather.txt --fold 1/3 --valid 0.2 -o m.kith 2>&1
"$KITH" net tune classify rings.csv --folds 1 2>&1
