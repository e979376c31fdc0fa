# Classes that cannot be.
for options in '' '-k 0' '-k 7' '-k 2 --top 1'; do
    "$KITH" cluster "$CASES/family.vec" $options 2>&1
    echo "exit $?"
done
