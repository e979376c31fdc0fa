# Tables that cannot be learnt from or answered: one line that says where, its exit code, and no
# file left behind, whole or in part.
try() {
    "$KITH" "$@" -q 2>err
    code=$?
    [ "$(wc -l <err)" -eq 1 ] || echo "expected one line"
    cat err
    echo "$code"
}
table() {
    printf "$2" >"$1"
    try classify train "$1" -o bad.kith
}
table ragged.csv 'x,label\n1,a\n2,b,3\n'
table short.csv 'x,y,label\n1,2,a\n2,b\n'
table open.csv 'x,label\n1,a\n"2,b\n'
table behind.csv 'x,label\n1,a\n"2"x,b\n'
table one.csv 'x,label\n1,a\n2,a\n'
table nan.csv 'x,label\n1,a\nnan,b\n'
table hole.csv 'x,label\n1,a\n,b\n'
table inf.csv 'x,label\n1,a\ninf,b\n'
table huge.csv 'x,label\n1,a\n1e999,b\n'
table names.csv 'x,label\n'
: >empty.csv
try classify train empty.csv -o bad.kith

# IDX: two images of one pixel, and labels that are of another type, shape or number
printf '\0\0\10\3\0\0\0\2\0\0\0\1\0\0\0\1ab' >images
printf '\0\0\7\3\0\0\0\2\0\0\0\1\0\0\0\1ab' >type
printf '\0\0\10\1\0\0\0\2\0\1' >labels
printf '\0\0\7\1\0\0\0\2\0\1' >labels-type
printf '\0\0\10\1\0\0\0\3\0\1\1' >labels-more
printf '\0\0\10\1\0\0\0\2\0' >labels-cut
try classify train type --labels labels -o bad.kith
for file in labels-type images labels-more labels-cut; do
    try classify train images --labels $file -o bad.kith
done

# a quoted table is read, and its model answers rows of its own features only
printf 'x,y,label\n1,2,a\n"2","1","b"\n3,4,"a, or b"\n' >quoted.csv
try classify train quoted.csv -o m.kith --epochs 1 >/dev/null
printf 'x,y,z,label\n1,2,3,a\n' >wide.csv
printf 'x,label\n1,a\n' >narrow.csv
printf 'x,y,label\n1,nan,a\n' >gap.csv
for file in wide narrow gap; do
    try classify test m.kith $file.csv
done
ls ./*.kith* .[!.]* 2>/dev/null
