# Tables and nets that do not go together: refused in a line, and nothing is written.
printf 'x,y,label\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n' >t.csv
try() {
    "$KITH" classify "$@" -q 2>err
    code=$?
    cat err
    echo "$code"
}
try train t.csv -o bad.kith --net '?-4relu-?linear'
try train t.csv -o bad.kith --net '?-4step-?softmax'
try train t.csv -o bad.kith --net '5-4relu-?softmax'
try train t.csv -o bad.kith --label none_such
try train t.csv t.csv -o bad.kith
printf 'x,label\n1,a\n2,a\n' >one.csv
try train one.csv -o bad.kith
printf 'x,label\n1,a\n2,b,3\n' >ragged.csv
try train ragged.csv -o bad.kith
printf 'x,label\n1,a\n,b\n' >hole.csv
try train hole.csv -o bad.kith
ls bad.kith 2>/dev/null
"$KITH" classify train t.csv -o m.kith --epochs 1 -q
printf 'x,y,z,label\n1,2,3,a\n' >wide.csv
try test m.kith wide.csv
printf 'x,y\n1,2\n' >bare.csv
try test m.kith bare.csv
"$KITH" regress test m.kith t.csv
