cp "$CASES/train/town.txt" .
"$KITH" train town.txt -o town.kith --dim 8 --min-count 1 --threads 1 --epochs 1000000 -q &
pid=$!
sleep 1
kill -TERM $pid
wait $pid
echo "$?"
ls
