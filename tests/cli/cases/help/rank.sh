"$KITH" rank --help
