# An interrupt saves a checkpoint, leaves the output alone and prints the command that continues,
# which goes on and can be interrupted in its turn.
cp "$CASES/train/town.txt" "a town.txt"
echo old >town.kith
"$KITH" train "a town.txt" -o town.kith --dim 8 --min-count 1 --threads 1 --epochs=1000000 2>err &
pid=$!
sleep 1
kill -INT $pid
wait $pid
echo "$?"
ls
cat town.kith
tail -2 err
first=$(tail -1 err)
rest=${first#kith }
(eval "exec '$KITH' $rest") 2>err &
pid=$!
sleep 1
kill -INT $pid
wait $pid
echo "$?"
[ "$(tail -1 err)" = "$first" ] && echo "the same command again"
