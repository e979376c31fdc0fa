# Spelling, and what other tools call the same thing.
for command in neerest nn distance frobnicate --frobnicate; do
    "$KITH" $command m
    echo "$?"
done
