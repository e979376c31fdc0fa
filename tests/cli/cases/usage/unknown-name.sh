# An unknown name lists the valid ones.
"$KITH" analogy m a b c --method plus
"$KITH" convert a b --on-bad-word drop
