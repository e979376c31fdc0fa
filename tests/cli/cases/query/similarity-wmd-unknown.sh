# Words that are not known are left out; a sentence without any other has no distance.
printf 'the king\ta queen\nking\tkinng the\n\tking\n' | "$KITH" similarity "$CASES/family.vec" --wmd --json --mean raw
"$KITH" similarity "$CASES/family.vec" --wmd 'the king' 'a queen'
"$KITH" similarity "$CASES/family.vec" --wmd 'the king' ' '
