"$KITH" net list --help
