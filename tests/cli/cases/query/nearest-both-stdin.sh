"$KITH" nearest - -
