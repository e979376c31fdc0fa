echo 'Nothing but prose, and no numbers.' >prose.txt
"$KITH" info prose.txt
