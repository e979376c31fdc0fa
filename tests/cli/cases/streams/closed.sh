# Standard files that are closed at the start are /dev/null: no file opened later takes their place.
echo 'a b a' >text
"$KITH" vocab text --min-count 1 -o words.vocab <&- >&- 2>&-
echo "$?"
cat words.vocab
"$KITH" nearest "$CASES/family.vec" <&-
echo "$?"
"$KITH" nearest "$CASES/family.vec" king >&-
echo "$?"
