echo 'a b' >text
"$KITH" phrases learn text --threshold much
echo $?
"$KITH" phrases learn text --delimiter ' '
echo $?
"$KITH" phrases learn text --score npmi --threshold 2
echo $?
"$KITH" phrases learn text -o text
echo $?
"$KITH" phrases learn missing
echo $?
: >empty
"$KITH" phrases learn -q empty
echo $?
"$KITH" phrases list text
echo $?
printf 'kith-phrases 1\npass 1 9\n12\t3\tonly\n' >bad
"$KITH" phrases apply bad text -o out
echo $?
"$KITH" phrases
echo $?
"$KITH" word2phrase
echo $?
ls
