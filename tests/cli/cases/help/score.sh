"$KITH" score --help
