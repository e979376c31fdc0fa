# One thread and one seed: the same bytes, wherever temporary files go; another seed: others.
mkdir tmp
for run in a b c; do
    seed=1
    [ $run = c ] && seed=2
    "$KITH" train "$CASES/train/town.txt" -o $run.kith --dim 8 --min-count 1 --threads 1 --seed $seed -q
    TMPDIR=$PWD/tmp
    export TMPDIR
done
cmp a.kith b.kith && ! cmp -s a.kith c.kith
