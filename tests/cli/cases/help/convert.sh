"$KITH" convert --help
