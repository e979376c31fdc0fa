# The notes' XOR net, their AND with mu = 1.5, and NOR.
printf '0 0\n0 1\n1 0\n1 1\n' >rows.txt
printf '# W and b, then U and c\n1 1\n1 1\n0 -1\n\n1 -2\n0\n' >xor.txt
"$KITH" net run 2-2relu-1 rows.txt --weights xor.txt
printf '1,1\n-1.5\n' >and.txt
"$KITH" net run 2-1step rows.txt --weights and.txt
printf '\n\n-1\t-1\n0.5\n\n' >nor.txt
"$KITH" net run 2-1step - --weights nor.txt --json <rows.txt
