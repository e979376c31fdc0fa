printf 'width,height,kind\n1.5,2,cat\n3,?,dog\n-1,4,cat\n' >t.csv
"$KITH" data info t.csv --label kind
