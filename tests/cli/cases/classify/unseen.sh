# A label that training did not have is reported and counted wrong; lines without one are left out.
text=$CASES/classify/weather.txt
"$KITH" classify train --text "$text" -o m.kith --dim 16 --threads 1 -q
printf '__label__sun blue sky\n__label__fog blue sky\nblue sky\n\n' >test.txt
"$KITH" classify test m.kith test.txt | head -4
printf 'no label\n' >none.txt
"$KITH" classify test m.kith none.txt
