# Members that differ by seed and sample, averaged into one model that is used like any other.
awk 'BEGIN { print "x,y,label"
    for (i = 0; i < 120; i++) { r = i % 3 + 1; a = i * 2.39996
        print r * cos(a) "," r * sin(a) "," substr("abc", r, 1) } }' >rings.csv
for seed in 1 2 3; do
    "$KITH" classify train rings.csv --bag --seed $seed --epochs 200 -o $seed.kith -q || exit
done
cmp -s 1.kith 2.kith && echo alike
"$KITH" net average 1.kith 2.kith 3.kith -o all.kith || exit
"$KITH" classify test all.kith rings.csv | head -2
printf 'x,y\n1,0\n0,2\n-3,0\n' >three.csv
"$KITH" classify predict all.kith three.csv | cut -f 1
"$KITH" net average 1.kith rings.csv -o no.kith
echo $?
"$KITH" net average 1.kith all.kith -o no.kith
echo $?
"$KITH" net average 1.kith 2.kith
echo $?
"$KITH" net average 1.kith 2.kith -o 2.kith
echo $?
"$KITH" classify train --text "$CASES/classify/weather.txt" --bag --valid 0.2 -o no.kith
echo $?
ls no.kith 2>/dev/null
