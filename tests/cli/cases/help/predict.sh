"$KITH" predict --help
