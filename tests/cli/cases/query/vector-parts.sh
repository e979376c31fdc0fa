# What a word's vector is the mean of: its own row, if it has one, and its n-grams.
printf 'a king and a queen\na king and a ring\n' >text
"$KITH" train text -o m.kith --min-count 1 --dim 4 --epochs 1 --minn 3 --maxn 4 --bucket 100 --threads 1 -q
"$KITH" vector m.kith king --parts | cut -f1 | tr '\n' ' '
echo
"$KITH" vector m.kith wing --parts | cut -f1 | tr '\n' ' '
echo
"$KITH" vector m.kith king --parts | cut -f2 >parts
"$KITH" vector m.kith king | cut -f2 | cat parts - |
    awk 'NR < 9 { for (i = 1; i <= 4; i++) sum[i] += $i / 8 } NR == 9 { for (i = 1; i <= 4; i++) { d = sum[i] - $i; if (d * d < 1e-12) n++ } }
        END { print NR - 1, "parts,", n, "means" }'
"$KITH" vector m.kith a --parts --json | sed 's/\[[-0-9.,e]*\]/[..]/g'
"$KITH" vector m.kith a --parts --sentence mean
"$KITH" vector "$CASES/family.vec" king queen --parts
