# End of input at once: nothing asked, nothing missed.
"$KITH" nearest "$CASES/family.vec" </dev/null
