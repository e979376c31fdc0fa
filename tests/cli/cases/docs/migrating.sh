# Every command of docs/migrating.md runs, on files of the names it uses.
gzip -dc "$TOP/corpora/town.txt.gz" | head -n 20000 >text.txt
mkdir folder bin && cp text.txt folder/ && tail -n 9000 text.txt >new.txt && ln -s "$KITH" bin/kith
PATH=$PWD/bin:$PATH
kith train text.txt -o model.kith -q --dim 20 --epochs 2 --threads 1 --min-count 3
kith convert model.kith vectors.bin -q
kith convert model.kith vectors.txt -q
kith convert model.kith vectors.glove -q
printf ': people\nman king woman queen\n' >questions.txt
printf 'king\tqueen\t9\nking\twalk\t1\n' >pairs.tsv
printf 'king\nqueen\n' >words.txt
kith vector model.kith - <words.txt >numbers.txt
for i in 1 2 3 4 5 6 7 8 9; do
    echo "__label__good a fine day $i"
    echo "__label__bad the rain is cold $i"
done >labelled.txt
grep -o '`kith [^`]*`' "$TOP/docs/migrating.md" | tr -d '`' >commands
run=0
while IFS= read -r command; do
    case $command in
    *.*) ;;
    *) continue ;; # a name: a command has files
    esac
    if sh -c "$command" </dev/null >out 2>err; then
        run=$((run + 1))
    else
        echo "exit $?: $command"
        cat err
    fi
done <commands
[ "$run" -gt 50 ] && echo "all of them"
