for arguments in nearest analogy 'analogy m a b' 'analogy m a b c d' 'similarity m a' info 'info a b' \
    convert 'convert a' 'convert a b c' 'eval m' train vocab 'train text'; do
    # shellcheck disable=SC2086 # several words
    "$KITH" $arguments
    echo "$?"
done
