# What breaks off is a finding; what is no vector file is 65.
printf '3 2\na 1 2\nb 1\n' >cut.txt
"$KITH" lint cut.txt
echo "$?"
printf '2 1\nw \0\0\200\077v \0\0' >cut.bin
"$KITH" lint cut.bin --json
echo "$?"
printf '2 1\na 1\nb 2\n' >good.txt
"$KITH" lint good.txt
echo "$?"
"$KITH" convert good.txt good.kith -q && "$KITH" lint good.kith -q
echo "$?"
at=$("$KITH" info good.kith --json | sed 's/.*"name":"input"[^}]*"offset":\([0-9]*\).*/\1/')
printf x | dd of=good.kith bs=1 seek="$at" conv=notrunc 2>/dev/null
"$KITH" lint good.kith -q
echo "$?"
echo prose >prose.txt
"$KITH" lint prose.txt
echo "$?"
"$KITH" lint missing
echo "$?"
