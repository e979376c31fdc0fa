"$KITH" net list optimizer
