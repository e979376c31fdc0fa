# Found in two passes, shown, joined; gzip and standard input are read alike.
for i in 1 2 3; do
    echo 'the new york times of london'
    echo 'a new york minute'
done >text
"$KITH" phrases learn text -o phrases --min-count 2 --threshold 1 --passes 2 --connectors 'the of a' \
    2>messages
cat phrases
"$KITH" phrases list phrases
"$KITH" phrases list phrases --top 1 --json
gzip -k text
"$KITH" phrases learn - -q --min-count 2 --threshold 1 --passes 2 --connectors 'the of a' \
    <text.gz | cmp - phrases
printf 'new york\ntimes of london times\n\nin new york minute by minute' |
    "$KITH" phrases apply phrases - -o joined 2>>messages
cat joined
grep '^kith' messages >&2
