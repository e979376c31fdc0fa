# What cannot be learnt or read says so, and leaves no file.
cp "$CASES/classify/weather.txt" text.txt
text=text.txt
try() {
    "$KITH" classify "$@" >out 2>err
    code=$?
    sed 's/epoch [0-9]*/epoch N/' err
    echo "$code"
}
printf 'no label here\n' >plain.txt
printf '__label__a one\n__label__a two\n' >one.txt
: >empty.txt
try train --text plain.txt -o bad.kith
try train --text one.txt -o bad.kith
try train --text empty.txt -o bad.kith
try train --text missing.txt -o bad.kith
try train --text "$text" -o no/such/folder/m.kith
try train --text "$text" -o bad.kith --lr 1000 --epochs 200 --threads 1 -q
try train "$text" -o bad.kith
try train --text "$text"
try train --text "$text" -o bad.kith --freeze-vectors
try train --text "$text" -o bad.kith --patience 3
try train --text "$text" -o bad.kith --valid 0.01
ls bad.kith 2>/dev/null
try test "$text" "$text"
try
try tran
