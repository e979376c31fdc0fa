# A flipped bit in the numbers is found by --check.
"$KITH" convert "$CASES/family.vec" m.kith -q && "$KITH" info m.kith --check >good || exit
tail -1 good
size=$(wc -c <m.kith)
{
    head -c $((size - 380)) m.kith
    printf '\377'
    tail -c 379 m.kith
} >bad.kith
cmp -s m.kith bad.kith && echo "nothing was flipped"
"$KITH" info bad.kith --check 2>err
echo "$?"
wc -l <err | tr -d ' '
