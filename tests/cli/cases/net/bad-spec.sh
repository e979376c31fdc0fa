# Each is one line on standard error that names the column, and exit code 2.
for spec in '' 784 784- 784-512rleu-10 784-dropout1-3 '784-res(3' '784-res(3)-3' 784-1e3-2 784--2 \
    '?-3' 4-99999999; do
    "$KITH" net summary -- "$spec"
    echo "exit $?"
done 2>&1
