[ -c /dev/full ] || {
    echo "there is no /dev/full" >&2
    exit 77
}
cp "$CASES/family.vec" .
echo 'a b a' >text
"$KITH" convert family.vec /dev/full --to w2v-text
echo "$?"
"$KITH" vocab text --min-count 1 -o /dev/full
echo "$?"
ls
