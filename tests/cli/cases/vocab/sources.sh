# Many files, a folder, gzip and standard input, in one run.
mkdir folder
echo 'a b' >folder/one
echo 'a c' | gzip >folder/two.gz
echo 'a d' >three
echo 'a e' | "$KITH" vocab folder three - --min-count 1 -o words.vocab && cat words.vocab
