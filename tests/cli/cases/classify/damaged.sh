# A model cut anywhere or with any byte flipped is refused.
text=$CASES/classify/weather.txt
"$KITH" classify train --text "$text" -o m.kith --dim 4 --ngrams 2 --buckets 64 --threads 1 -q
size=$(wc -c <m.kith)
wrong=0
for at in 0 1 63 64 65 500 1000 2000 $((size / 2)) $((size - 1)); do
    head -c "$at" m.kith >cut.kith
    "$KITH" classify predict cut.kith "$text" >/dev/null 2>&1
    [ $? -eq 65 ] || wrong=$((wrong + 1))
    { head -c "$at" m.kith; printf '\377'; tail -c +$((at + 2)) m.kith; } >flip.kith
    cmp -s m.kith flip.kith && continue
    "$KITH" classify predict flip.kith "$text" >/dev/null 2>&1
    [ $? -eq 65 ] || wrong=$((wrong + 1))
done
echo "$wrong accepted"
