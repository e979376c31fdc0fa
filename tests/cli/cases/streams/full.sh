# What was not written is an error, small answers included.
[ -c /dev/full ] || {
    echo "there is no /dev/full" >&2
    exit 77
}
"$KITH" --help >/dev/full
echo "$?"
"$KITH" vector "$CASES/family.vec" king >/dev/full
echo "$?"
echo 'a b a' | "$KITH" vocab - --min-count 1 -q >/dev/full
echo "$?"
