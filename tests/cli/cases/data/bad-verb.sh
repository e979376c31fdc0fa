"$KITH" data inf x.csv
