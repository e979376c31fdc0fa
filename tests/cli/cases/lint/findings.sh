# Each kind at its place, exit 1; `info` counts the same.
printf '5 3\nthe 1 2 3\nnew york 1 2 3\nthe 4 5 6\nzero 0 0 -0\nbad\377 1 nan 2\nend 1 2 3' >odd.txt
"$KITH" lint odd.txt
echo "$?"
"$KITH" lint odd.txt --json
"$KITH" info odd.txt
gzip -c odd.txt >odd.gz
"$KITH" lint -q odd.gz | wc -l
"$KITH" lint -q - <odd.txt | head -n 1
