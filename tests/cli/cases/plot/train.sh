# A picture after each epoch, of what the log says, and the same one from the log.
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    cat "$CASES/train/town.txt" "$CASES/train/town.txt" "$CASES/train/town.txt" "$CASES/train/town.txt"
done >town.txt
learn() { "$KITH" train town.txt --dim 8 --min-count 1 --threads 1 --epochs 3 --valid 0.2 -q "$@"; }
learn -o a.kith --log a.ndjson --plot a.svg || exit
wc -l <a.ndjson | tr -d ' '
grep -c '<circle' a.svg
grep -o '<title>[^<]*' a.svg | sort | uniq -c | tr -s ' '
"$KITH" net plot a.ndjson -o again.svg && cmp a.svg again.svg
learn -o b.kith --plot - | cmp - a.svg
learn -o c.kith --log - | cut -d , -f 1
learn -o c.kith --plot no/c.svg
echo "$?"
learn -o c.kith --plot ./town.txt
echo "$?"
ls
