# No phrase is an answer too: the text goes through as it is.
echo 'a b' >text
"$KITH" phrases learn text -o phrases 2>messages && "$KITH" phrases list phrases &&
    "$KITH" phrases apply phrases text 2>>messages
grep '^kith' messages >&2
