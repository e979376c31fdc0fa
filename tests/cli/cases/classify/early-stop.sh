# Labels that mean nothing: the held-out loss rises, the best weights are kept, the log has a line
# for each epoch that was run.
awk 'BEGIN { for (i = 1; i <= 60; i++)
    print "__label__" (i * i * 7 % 11 < 5 ? "a" : "b"), "w" i % 7, "v" i % 5, "u" i % 13 }' >noise.txt
"$KITH" classify train --text noise.txt -o m.kith --dim 8 --threads 1 --valid 0.25 --patience 3 \
    --epochs 1000 --schedule constant --log run.ndjson 2>err
grep -c 'kept epoch' err
tail -1 run.ndjson | grep -c '"accuracy":[01][.0-9]*,"valid_accuracy":[01][.0-9]*,.*"lines":'
grep -c '^kith: rows trained on: loss .* accuracy .*; held out: loss .* accuracy ' err
[ "$(wc -l <run.ndjson)" -lt 1000 ] && echo stopped early
