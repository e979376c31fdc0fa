"$KITH" --version
