printf 'a,b\n1,2\n,4\n' >t.csv
"$KITH" data info t.csv --missing error
