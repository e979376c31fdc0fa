# A rate that is too high: the run stops, says what to lower, and leaves no file.
awk 'BEGIN { print "x,y"; for (i = 0; i < 60; i++) print i "," 3 * i * i }' >t.csv
"$KITH" regress train t.csv -o m.kith --net '?-16relu-?' --optim sgd --lr 1000 --scale none -q 2>err
echo $?
grep -c 'lower --lr' err
ls m.kith 2>/dev/null
