# What it says of itself, and what is said of one that was damaged.
"$KITH" index "$CASES/family.vec" -o m.index --links 4 -q
"$KITH" info m.index --check
"$KITH" info m.index --json
"$KITH" lint m.index
cp m.index bent.index
printf x | dd of=bent.index bs=1 seek=300 conv=notrunc 2> dd.log
"$KITH" info bent.index --check
"$KITH" lint bent.index
"$KITH" index "$CASES/family.vec" bent.index --check 1
