# A line is a question, however many its words; one that cannot be asked is said.
printf 'man woman king apple\nman woman\nqueen  king\tapple\nking quee man\n' | "$KITH" odd "$CASES/family.vec"
