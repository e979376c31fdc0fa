printf '1,2\n3,4,5\n' >t.csv
"$KITH" data info t.csv
