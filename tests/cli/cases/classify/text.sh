# Train, test and predict on a few lines; one thread repeats itself byte for byte.
text=$CASES/classify/weather.txt
"$KITH" classify train --text "$text" -o m.kith --dim 16 --ngrams 2 --threads 1 -q
"$KITH" classify train --text "$text" -o n.kith --dim 16 --ngrams 2 --threads 1 -q
cmp m.kith n.kith && echo same
"$KITH" classify test m.kith "$text" | head -6
printf 'blue sky\nit pours\n\ncold flakes __label__sun\n' | "$KITH" classify predict m.kith | cut -f 1
printf 'blue sky\n' | "$KITH" classify predict m.kith -k 9 | tr '\t' '\n' | grep -c '^0\.'
"$KITH" classify predict m.kith "$text" | wc -l | tr -d ' '
