printf 'king queen\nking apple\nman woman\nking\n' | "$KITH" similarity "$CASES/family.vec"
