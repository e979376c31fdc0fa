# Every derivative agrees, in layers of all kinds; one line a layer with weights.
"$KITH" net gradcheck '4-6-bn-tanh-dropout0.2-res(5prelu-ln-6)-head:a(3softmax)-head:b:0.5(1)' |
    awk -F'\t' '$1 == "layer" { print $1, $2, $3, $4, ($6 < 2e-3 ? "good" : $6) } $1 == "worst" { print $1, ($2 < 2e-3 ? "good" : $2) }'
"$KITH" net gradcheck 3-4tanh-3:tied --loss huber:0.5 --batch 5 --seed 7 --json |
    sed 's/"error": *[0-9.e-]*/"error":X/g; s/"worst": *[0-9.e-]*/"worst":X/'
