"$KITH" train --help
