# Noise on weights: learnt through, kept in the canonical text, and not there in answers.
"$KITH" net gradcheck 4-5tanh:wnoise:0.2-3softmax | awk -F'\t' '$1 == "worst" { print ($2 < 2e-3 ? "good" : $2) }'
"$KITH" net summary 4-5tanh:he:wnoise:0.050-3softmax | head -2
printf '1 2\n-1 0\n0 0\n' >w.txt
printf '1 1\n3 -1\n' | "$KITH" net run 2-2:wnoise:5 - --weights w.txt
"$KITH" net summary 4-2-4:tied:wnoise:1
echo "exit $?"
