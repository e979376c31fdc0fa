printf 'a,b\n1,2\n' >t.csv
"$KITH" data info t.csv --label c
