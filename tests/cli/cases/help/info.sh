"$KITH" info --help
