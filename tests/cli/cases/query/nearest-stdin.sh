# A line is a question, with or without "-"; blank lines and white space around are nothing.
printf 'king\n\n  queen - woman + man \t\nman' | "$KITH" nearest "$CASES/family.vec" -k 1
printf 'king\r\n' | "$KITH" nearest "$CASES/family.vec" - -k 1
