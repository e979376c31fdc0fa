"$KITH" odd --help
