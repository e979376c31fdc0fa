"$KITH" nearest --help
