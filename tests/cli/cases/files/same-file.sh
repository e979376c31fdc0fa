# The text would be lost; by a link of another name too.
echo 'a b a' >text
ln text link
"$KITH" vocab text --min-count 1 -o link
echo "$?"
cat text
