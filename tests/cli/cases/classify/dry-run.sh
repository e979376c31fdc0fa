# What a training would be, without one: nothing is written, also not what -o and --log name.
printf 'x,y,label\n1,2,a\n3,4,b\n5,6,c\n' >t.csv
"$KITH" classify train t.csv --net '?-5relu-bn-?softmax' --dry-run -o m.kith --log l.ndjson || exit
"$KITH" regress train t.csv --target x --missing zero --dry-run 2>&1 | tail -1
"$KITH" autoencode train t.csv --net '?-1-?' --dry-run -q | head -1
"$KITH" classify train t.csv --net '5-?softmax' --dry-run 2>&1
ls
