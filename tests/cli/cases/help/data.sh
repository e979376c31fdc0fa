"$KITH" data --help
