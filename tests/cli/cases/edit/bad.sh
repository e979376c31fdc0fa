# What cannot be is told, with its place, and nothing is written.
try() {
    "$KITH" edit "$@" 2>&1
    echo "exit $?"
}
cp "$CASES/family.vec" family.vec; family=family.vec
printf '1 2\nking 3 0\n' >short.vec
printf 'king\n' >names
try "$family"
try "$family" short.vec -o out.vec
try "$family" -o out.vec --match 'z*'
try "$family" -o out.vec --match '[z'
try "$family" -o out.vec --rename names
try "$family" -o out.vec --pca 4
try "$family" -o out.vec --min-count 2
try short.vec -o short.vec
try nothing.vec -o out.vec
ls
