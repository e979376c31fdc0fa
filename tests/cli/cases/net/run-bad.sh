# Weights and data that do not fit are told with their line; nothing is printed for them.
printf '0 0\n' >rows.txt
try() {
    printf "$2" >w.txt
    "$KITH" net run "$1" rows.txt --weights w.txt 2>&1
    echo "exit $?"
}
try 2-2relu-1 '1 1\n1 1\n0 -1\n'
try 2-2relu-1 '1 1\n\n1 -2\n'
try 2-2relu-1 '1 1 1\n'
try 2-2relu-1 '1 x\n'
try 2-1 '1 1\n0\n7\n'
try 2-1 '1 1\n\n\n3\n'
try 3-1 '1 1 1\n'
"$KITH" net run 2-1 rows.txt
echo "exit $?"
"$KITH" net run 2-1 missing.txt --weights w.txt 2>&1
echo "exit $?"
