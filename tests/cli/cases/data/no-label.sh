printf '1,cat\n2,dog\n' >t.csv
"$KITH" data info t.csv
