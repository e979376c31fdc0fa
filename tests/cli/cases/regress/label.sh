# A column of words is left out where it is named; unnamed, the message says what it may be.
printf 'x,kind,y\n1,odd,2\n2,even,4\n3,odd,6\n4,even,8\n5,odd,10\n6,even,12\n' >t.csv
"$KITH" regress train t.csv --target y --label kind --net '?-1' -o m.kith -q
"$KITH" regress test m.kith t.csv | cut -f4
"$KITH" regress train t.csv --target y -o n.kith
echo "$?"
test ! -e n.kith
