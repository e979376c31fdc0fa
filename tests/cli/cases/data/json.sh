printf 'width,height,kind\n1.5,2,cat\n3,?,dog\n-1,4,cat\n' | gzip |
    "$KITH" data info - --label last --missing drop --json
